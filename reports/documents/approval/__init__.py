"""The form by which a customer approves the tool before it is used, 《运维工具使用审批表》."""
