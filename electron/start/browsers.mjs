// Finds a Chromium-family browser that this machine has installed.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const { env, platform } = process;

/** Its program's path, or null. PATH on Linux, the usual folders elsewhere (Windows always has Edge). */
export function installedBrowser() {
  return candidates().find((path) => existsSync(path)) ?? null;
}

function candidates() {
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(Boolean);
    const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe', 'Chromium/Application/chrome.exe'];
    return folders.flatMap((folder) => programs.map((program) => join(folder, program)));
  }
  if (platform === 'darwin') {
    const names = ['Google Chrome', 'Microsoft Edge', 'Chromium'];
    return ['', homedir()].flatMap((home) => names.map((name) => `${home}/Applications/${name}.app/Contents/MacOS/${name}`));
  }
  const names = ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser', 'microsoft-edge-stable'];
  return (env.PATH ?? '').split(':').filter(Boolean).flatMap((folder) => names.map((name) => join(folder, name)));
}
