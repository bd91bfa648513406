/** `dialog`, `shell` and `screen`: what would leave the app waits for a test's answer or is written down. */
const unanswered = (what: string) => (): Promise<never> => Promise.reject(new Error(`stand-in: ${what} was not answered by the test`));

export const dialog = {
  showOpenDialog: unanswered('showOpenDialog'),
  showSaveDialog: unanswered('showSaveDialog'),
  showMessageBox: unanswered('showMessageBox'),
  showErrorBox(title: string, content: string): void {
    console.error(`[error box] ${title}: ${content}`);
  },
};

export const shell = {
  /** Everything the app wanted opened outside. */
  opened: [] as string[],
  openPath(path: string): Promise<string> {
    shell.opened.push(path);
    return Promise.resolve('');
  },
};

const area = { x: 0, y: 0, width: 1920, height: 1080 };
export const screen = { getAllDisplays: () => [{ id: 1, bounds: area, workArea: area, scaleFactor: 1 }] };
