// The records inside a drawn shape, found by the server among the layers shown.
import type { Position } from "./geodesy";

export async function inside(target: HTMLElement, line: Position[], layers: string[]): Promise<void> {
  const body = new FormData();
  body.set("shape", JSON.stringify(line.map((point) => point.map((value) => Number(value.toFixed(7))))));
  body.set("layers", layers.join(","));
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf]")?.content ?? "";
  target.setAttribute("aria-busy", "true");
  const answer = await fetch("/map/inside/", { method: "POST", body, headers: { "X-CSRFToken": token } });
  target.removeAttribute("aria-busy");
  if (answer.ok || answer.status === 422) target.innerHTML = await answer.text();
  target.hidden = false;
}
