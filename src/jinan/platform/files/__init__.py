"""Files of records: attachments 附件 of any register, their contents kept once by digest (plan row E6)."""
