// Makes the bundle of GraphiQL that the dashboard serves: graphiql.js, graphiql.css, and LICENSES.txt with the
// versions and licences of all packages in it, each compressed. The same lock file makes the same bytes; how they are
// compressed may depend on the version of Node.
//
//	npm ci --prefix tools/graphiql
//	node tools/graphiql/build.js [FOLDER]
import { build } from 'esbuild';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const here = import.meta.dirname;
const folder = process.argv[2] ?? join(here, '../../internal/control/ui/graphiql');
const limit = 1 << 20; // of all files, compressed

// The fonts of GraphiQL's CSS are large: the fonts of the system are used instead.
const withoutFonts = {
  name: 'without-fonts',
  setup(b) {
    b.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/@font-face\s*{[^}]*}/g, ''), loader: 'css',
    }));
  },
};

// Menus of GraphiQL keep the page behind them from scrolling by a <style> element, which the dashboard's
// Content-Security-Policy forbids.
const withoutStyleElements = {
  name: 'without-style-elements',
  setup(b) {
    b.onResolve({ filter: /^react-style-singleton$/ }, () => ({ path: join(here, 'style-singleton.js') }));
  },
};

const result = await build({
  absWorkingDir: here,
  entryPoints: { graphiql: 'entry.js' },
  outdir: folder,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none', // they are in LICENSES.txt
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [withoutFonts, withoutStyleElements],
  metafile: true,
  logLevel: 'warning',
});

// nameOf returns the package of a file such as node_modules/@graphiql/react/dist/index.mjs.
function nameOf(path) {
  const parts = path.split('node_modules/').pop().split('/');
  return parts.slice(0, parts[0].startsWith('@') ? 2 : 1).join('/');
}

async function licenceOf(name) {
  const at = join(here, 'node_modules', name);
  const { version, license } = JSON.parse(await readFile(join(at, 'package.json'), 'utf8'));
  const file = (await readdir(at)).sort().find((f) => /^licen[cs]e/i.test(f));
  const text = file ? await readFile(join(at, file), 'utf8') : 'The package has no file with its licence.\n';
  const tidy = text.replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '').trim();
  return `${name} ${version} (${license})\n\n${tidy}\n`;
}

const used = Object.keys(result.metafile.inputs).filter((path) => path.includes('node_modules/'));
const names = [...new Set(used.map(nameOf))].sort();
const licences = await Promise.all(names.map(licenceOf));
await writeFile(join(folder, 'LICENSES.txt'),
  `graphiql.js and graphiql.css contain these packages.\n\n${licences.join(`\n${'-'.repeat(80)}\n\n`)}`);

let size = 0;
for (const file of ['graphiql.js', 'graphiql.css', 'LICENSES.txt']) {
  const packed = gzipSync(await readFile(join(folder, file)), { level: 9 });
  await writeFile(join(folder, `${file}.gz`), packed);
  await rm(join(folder, file));
  size += packed.length;
}
console.log(`${names.length} packages, ${Math.ceil(size / 1024)} KB compressed`);
if (size > limit) throw new Error(`the bundle has ${size} bytes compressed, at most ${limit} are allowed`);
