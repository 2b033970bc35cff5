// The bell: what the server pushes comes up as a calm word at the edge of the page. Where no push gets
// through, the page asks now and then.
export const selector = "[data-bell]";

const PAUSE = 30_000; // milliseconds between two askings
const AGAIN = 60_000; // before pushes are tried again
const STAYS = 9_000;
const PATIENCE = 4; // failures in a row after which the page asks by itself

interface Told {
  number: number;
  title: string;
  text: string;
  href: string;
  leads: string;
  icon: string;
  urgency: string;
  show: boolean;
}

export function connect(bell: HTMLElement): void {
  const count = bell.querySelector<HTMLElement>("[data-count]")!;
  const calm = document.querySelector<HTMLElement>("[data-toasts]")!;
  const alarms = document.querySelector<HTMLElement>("[data-alarms]")!;
  const icon = bell.querySelector("svg")!;
  let after = Number(bell.dataset.after);
  let stream: EventSource | null = null;
  let failures = 0;
  let asking = 0;

  const counted = (unread: number) => {
    count.textContent = unread > 99 ? "99+" : String(unread);
    count.hidden = unread === 0;
  };

  const toast = (told: Told) => {
    const alarm = told.urgency === "emergency";
    const box = document.createElement("div");
    box.className = `toast ${told.urgency}`;
    const mark = icon.cloneNode(true) as SVGElement;
    const use = mark.querySelector("use")!;
    use.setAttribute("href", use.getAttribute("href")!.replace(/#.*/, `#${told.icon}`));
    const link = document.createElement("a");
    link.href = told.href;
    const title = document.createElement("strong");
    title.textContent = told.title;
    link.append(title, told.text);
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", calm.dataset.close!);
    close.addEventListener("click", () => box.remove());
    box.append(mark, link, close);
    (alarm ? alarms : calm).append(box);
    if (alarm) return;
    let timer = window.setTimeout(() => box.remove(), STAYS);
    box.addEventListener("mouseenter", () => window.clearTimeout(timer));
    box.addEventListener("mouseleave", () => (timer = window.setTimeout(() => box.remove(), STAYS)));
    while (calm.children.length > 3) calm.firstElementChild!.remove();
  };

  const take = (told: Told) => {
    if (told.number <= after) return;
    after = told.number;
    if (told.show && told.leads !== location.pathname) toast(told);
    document.body.dispatchEvent(new CustomEvent("notice", { bubbles: true }));
  };

  const ask = async () => {
    try {
      const answer = await fetch(`${bell.dataset.since}?after=${after}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const told = await answer.json();
      for (const one of told.notices) take(one);
      counted(told.unread);
    } catch {
      // the line is cut; the next asking tries again
    }
  };

  const fallBack = () => {
    stream?.close();
    stream = null;
    if (!asking) asking = window.setInterval(ask, PAUSE);
    void ask();
    if (bell.dataset.push) window.setTimeout(listen, AGAIN);
  };

  const listen = () => {
    stream = new EventSource(`${bell.dataset.push}?after=${after}`, { withCredentials: true });
    stream.addEventListener("open", () => {
      failures = 0;
      window.clearInterval(asking);
      asking = 0;
    });
    stream.addEventListener("notice", (event) => take(JSON.parse((event as MessageEvent).data)));
    stream.addEventListener("unread", (event) => counted(JSON.parse((event as MessageEvent).data).unread));
    stream.addEventListener("over", () => stream?.close());
    stream.addEventListener("error", () => {
      if (!stream) return;
      failures += 1;
      if (stream.readyState === EventSource.CLOSED || failures >= PATIENCE) fallBack();
    });
  };

  if (bell.dataset.push) listen();
  else fallBack();
  window.addEventListener("pagehide", () => stream?.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && bell.dataset.push) listen();
  });
}
