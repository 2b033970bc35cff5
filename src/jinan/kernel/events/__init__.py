"""Events 事件: "this has happened", stored with the change, delivered to each listener until done (E2)."""
