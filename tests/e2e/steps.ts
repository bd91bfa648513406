/** What the specs do again and again, as a responder does it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type Workbench } from './app.ts';

/** A hunting export: each row one process start on one device, five seconds apart. */
export function hunting(rows: number, name = 'tool.exe', device = 'ws-9.corp.example'): string {
  const at = (s: number) => new Date(Date.UTC(2026, 0, 5, 8, 0, s)).toISOString();
  const head = 'Timestamp,DeviceId,DeviceName,ActionType,FileName,FolderPath,ProcessId,ProcessCommandLine,ProcessCreationTime,AccountDomain,AccountName,InitiatingProcessFileName,InitiatingProcessId,InitiatingProcessCreationTime,ReportId';
  const lines = Array.from({ length: rows }, (_v, i) => [at(i * 5), 'ab12'.repeat(10), device, 'ProcessCreated', name, `C:\\Tools\\${name}`, 100 + i, `"${name} --step ${i}"`, at(i * 5), 'CORP', 'mia', i === 0 ? 'explorer.exe' : name, i === 0 ? 50 : 99 + i, at(i === 0 ? -60 : (i - 1) * 5), i + 1].join(','));
  return [head, ...lines].join('\n');
}

/** A folder of its own for each test of a spec; the returned function writes a file into it and gives its path. */
export function ownFiles(): { file: (name: string, content: string | Buffer) => string; folder: () => string } {
  let folder = '';
  test.beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'redthread-e2e-')); });
  test.afterEach(() => { rmSync(folder, { recursive: true, force: true }); });
  return { folder: () => folder, file: (name, content) => { const path = join(folder, name); writeFileSync(path, content); return path; } };
}

export async function importByDialog(rt: Workbench, page: Page, paths: readonly string[]): Promise<Locator> {
  await rt.answerOpenDialog(paths);
  await page.getByRole('main').getByRole('button', { name: 'Import files' }).click();
  const end = page.getByRole('dialog').filter({ hasText: /Import finished|Nothing was imported/ });
  await expect(end).toBeVisible({ timeout: 60_000 });
  return end;
}
export async function openSample(rt: Workbench, page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample case' }).click();
  await page.getByRole('dialog', { name: 'Import finished' }).getByRole('button', { name: 'Show incidents' }).click({ timeout: 90_000 });
  await rt.idle(page);
}
/** The queue shows open incidents at first: this shows the others too. */
export async function showAll(rt: Workbench, page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Show (it|them)$/ }).click();
  await rt.idle(page);
}
export async function openIncident(rt: Workbench, page: Page, incidentId: string): Promise<void> {
  await page.locator('.ag-row').filter({ hasText: incidentId }).getByRole('link').click();
  await expect(page.getByRole('region', { name: 'Incident graph' })).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
  await rt.idle(page);
}
export const cursor = (page: Page) => page.getByRole('slider', { name: 'Time cursor' });
export const cursorMs = async (page: Page) => Number(await cursor(page).getAttribute('aria-valuenow'));
