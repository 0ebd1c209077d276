"""Comments that try to run, to break out of markup, or to be taken for it."""

TEXTS = (
    "<script>window.broken = 1</script>",
    '"><img src=x onerror="window.broken = 2">',
    "</p></article></script><script>window.broken = 3</script>",
    "{{ 7 * 7 }} {% raw %} ]]> <!-- &lt;b&gt;",
    "javascript:window.broken=4 | a | b\n\n# heading\n- list\n1. one",
    "`code` *bold* _it_ [link](https://example.org) ![x](y) ~~no~~ & &amp;",
    "<svg onload=window.broken=5> <iframe srcdoc='<script>parent.broken=6</script>'>",
)
