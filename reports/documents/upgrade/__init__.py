"""The upgrade verification report, 升级验证报告: one module a part of it."""
