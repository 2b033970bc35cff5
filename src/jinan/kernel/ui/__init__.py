"""Interface 界面: design tokens, base templates, components and behaviours that all pages share."""
