"""Mail as threads: what the sources of an mbox and of a maildir have in common. Every mail is a comment.

There is no article: a thread's title is the subject that its mails share. Mails belong together by the ids in their
References (RFC 5322, 3.6.4; see also J. Zawinski, "Message threading", 1997).
"""
