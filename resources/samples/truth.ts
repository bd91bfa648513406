/**
 * The truth of the sample case: written first and by hand, read by the generator, compared with by tests.
 *
 * The story in five lines (all times UTC, November 2026):
 *  Thu 12  08:41 lure to the finance office; 08:58 session stolen; 09:04 macro, PowerShell, implant; 10:37 the hijacked mailbox fools the CFO
 *  Fri 13  09:47 memory of the logon service dumped on FIN-WS-014; 13:52 an administrator's hash opens FIN-WS-022; then 55 hours of quiet
 *  Sun 15  21:31 back through LOG-WS-031 to SRV-FILE-01; 22:14 the domain's secrets; 22:41 a domain administrator of their own
 *  Mon 16  01:12 documents of the CFO; 02:05 shares packed; 23:18 nine gigabytes leave
 *  Tue 17  03:07 backups deleted; 03:09 encryption started on two servers and stopped after 48 files
 */
import { domains, emails, ips, others, urls } from './truth/artifacts.ts';
import { apps, devices, mailboxes, users } from './truth/organisation.ts';
import { files, processes } from './truth/programs.ts';
import type { Entity } from './truth/types.ts';

export { organisation } from './truth/organisation.ts';
export { incidents } from './truth/incidents.ts';
export * from './truth/timeline.ts';
export * from './truth/response.ts';
export * from './truth/expectations.ts';
export { apps, devices, domains, emails, files, ips, mailboxes, others, processes, urls, users };
export type * from './truth/types.ts';

/** Every declared entity by its key. Keys read `kind.name` and appear nowhere in the generated source files. */
export const entities: Readonly<Record<string, Entity>> = {
  ...devices,
  ...users,
  ...mailboxes,
  ...apps,
  ...files,
  ...processes,
  ...ips,
  ...domains,
  ...urls,
  ...emails,
  ...others,
};
