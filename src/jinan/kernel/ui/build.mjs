// Bundles the interface: behaviours and styles of every room, the map as a part of its own.
import { build } from "esbuild";
import { copyFileSync, globSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "..", "..");
const out = join(here, "static", "built");
mkdirSync(out, { recursive: true });

const rooms = globSync("**/ts/*.ts", { cwd: source })
  .filter((path) => !path.endsWith(".test.ts") && !path.startsWith("kernel/ui/") && !path.endsWith("/maplibre.ts") && !path.endsWith(".d.ts"))
  .sort();

const parts = globSync("**/css/*.css", { cwd: source })
  .filter((path) => !/\/(tokens|base)\.css$/.test(path))
  .sort();

await build({
  stdin: {
    contents: [
      `import "${join(here, "css/tokens.css")}";`,
      `import "${join(here, "css/base.css")}";`,
      ...parts.map((path) => `import "${join(source, path)}";`),
      `import { start } from "${join(here, "ts/main.ts")}";`,
      ...rooms.map((path, n) => `import * as room${n} from "${join(source, path)}";`),
      `start([${rooms.map((_, n) => `room${n}`).join(", ")}]);`,
    ].join("\n"),
    resolveDir: here,
    loader: "ts",
  },
  bundle: true,
  minify: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  outdir: out,
  entryNames: "app",
  chunkNames: "part-[hash]",
  loader: { ".svg": "dataurl" },
  legalComments: "none",
  logLevel: "warning",
});

const map = join(source, "..", "..", "node_modules", "maplibre-gl", "dist");
copyFileSync(join(map, "maplibre-gl-csp-worker.js"), join(out, "map-worker.js"));
copyFileSync(join(map, "maplibre-gl.css"), join(out, "map.css"));
