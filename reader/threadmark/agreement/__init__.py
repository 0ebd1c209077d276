"""How far annotators agree: coefficients with missing values, over single labels and sets of labels."""

from threadmark.agreement.coefficients import alpha, jaccard, masi, nominal, observed

__all__ = ["alpha", "jaccard", "masi", "nominal", "observed"]
