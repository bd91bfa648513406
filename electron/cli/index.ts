/** Entry of the `redthread` command: `node out/main/cli.mjs …`. */
import { run } from './program.ts';

// A reader that goes away (`redthread … | head`) is no fault of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(0); else throw error; });
process.exitCode = await run(process.argv.slice(2));
