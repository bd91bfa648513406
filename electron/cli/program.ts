/** Names, arguments and options of the command, and what its exit says. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { toErrorShape } from '../../shared/contract/index.ts';
import { EXIT, exitOf, type Exit } from './exit-codes.ts';
import { complain, print, readVersion, toJson } from './host.ts';
import { importFiles, importSample, type ImportOptions } from './import-command.ts';
import { callQuery, caseInfo, verifyCase } from './query-commands.ts';
import { serve, type ServeOptions } from './serve-command.ts';

/** Runs one command line (without node and script) and tells the exit code. */
export async function run(args: readonly string[]): Promise<Exit> {
  let exit: Exit = EXIT.done;
  const program = build((code) => { exit = code; });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
    const error = toErrorShape(thrown);
    complain(error.message);
    if (args.includes('--json')) await print(toJson({ error }));
    return exitOf(error.code);
  }
}

function build(end: (code: Exit) => void): Command {
  const program = new Command('redthread')
    .description('Opens, fills and asks cases of Redthread. Nothing leaves this machine.')
    .version(readVersion())
    .exitOverride()
    .addHelpText('after', '\nExit: 0 done, 1 done with rejected rows, 2 usage, 3 input unreadable, 4 case unusable.');
  const add = (name: string, description: string): Command => program.command(name).description(description).exitOverride();

  add('import <case> <files...>', 'import files into a case; makes the case when it is not there')
    .option('--format <format>', 'read all files as this format instead of finding out')
    .option('--zone <zone>', 'zone of times that state none, as +02:00 (default: UTC, and said)')
    .option('--json', 'print the report as JSON')
    .action(async (path: string, files: string[], options: ImportOptions) => { end(await importFiles(path, files, options)); });
  add('demo <case>', 'import the bundled sample case')
    .option('--json', 'print the report as JSON')
    .action(async (path: string, options: ImportOptions) => { end(await importSample(path, options)); });
  add('serve <case>', 'serve the workbench with a case on 127.0.0.1 until Ctrl+C')
    .option('--port <port>', 'port; 0 lets the system choose', parsePort, 0)
    .option('--json', 'print {"url": …} as the first line')
    .action(async (path: string, options: ServeOptions) => { end(await serve(path, options)); });
  add('open', 'serve the workbench without a case and print its address')
    .option('--json', 'print {"url": …} as the first line')
    .action(async (options: ServeOptions) => { end(await serve(null, options)); });
  add('call <case> <procedure> [json]', 'ask a case: any query of the contract, answered as JSON')
    .action(async (path: string, procedure: string, json: string | undefined) => { end(await callQuery(path, procedure, json ?? '{}')); });
  add('verify <case>', 'check the bytes kept in a case, its source files and its activity log')
    .option('--json', 'print the result as JSON')
    .action(async (path: string, options: { json?: boolean }) => { end(await verifyCase(path, options)); });
  add('info <case>', 'what a case holds, and from which sources')
    .option('--json', 'print as JSON')
    .action(async (path: string, options: { json?: boolean }) => { end(await caseInfo(path, options)); });
  return program;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
