import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Everything but the native module is bundled, so that the packed app needs one dependency. */
const external = ['electron', 'better-sqlite3', /^node:/];

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        external,
        input: {
          index: 'electron/main/index.ts',
          loopback: 'electron/loopback/index.ts',
          cli: 'electron/cli/index.ts',
          'store-worker': 'electron/store/worker.ts',
          'import-worker': 'electron/core/importers/worker.ts',
        },
        output: { entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        external: ['electron'],
        input: { index: 'electron/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    worker: { format: 'es' },
    build: { outDir: 'out/renderer', modulePreload: { polyfill: false }, rolldownOptions: { input: 'renderer/index.html' } },
  },
});
