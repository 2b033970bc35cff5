// The behaviours of the interface: each is bound to elements by a selector, also to those that arrive later.
import htmx from "htmx.org";
import * as alive from "./alive";
import * as autosave from "./autosave";
import * as autosubmit from "./autosubmit";
import * as dialogs from "./dialogs";
import * as menus from "./menus";
import * as print from "./print";
import * as selectAll from "./select_all";
import * as suggest from "./suggest";
import * as trees from "./trees";
import * as typed from "./typed";
import { listen } from "./shortcuts";

export interface Behaviour {
  selector: string;
  connect(element: HTMLElement): void;
}

const bound = new WeakMap<HTMLElement, Set<string>>();

function bind(behaviours: Behaviour[], root: ParentNode): void {
  for (const { selector, connect } of behaviours) {
    for (const element of root.querySelectorAll<HTMLElement>(selector)) {
      const known = bound.get(element) ?? new Set<string>();
      if (known.has(selector)) continue;
      known.add(selector);
      bound.set(element, known);
      connect(element);
    }
  }
}

export function start(rooms: Behaviour[]): void {
  const behaviours = [alive, autosave, autosubmit, dialogs, menus, print, selectAll, suggest, trees, typed, ...rooms];
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector<HTMLMetaElement>("meta[name=csrf]");
    if (token) (event as CustomEvent).detail.headers["X-CSRFToken"] = token.content;
  });
  const ready = () => {
    bind(behaviours, document);
    htmx.onLoad((element) => bind(behaviours, element as HTMLElement));
    listen();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
}
