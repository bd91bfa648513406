/** What analysts say about entities: a verdict with its reason, and tags. */
import type { Output, ParsedInput } from '../../../shared/contract/index.ts';
import { RedthreadError } from '../../../shared/contract/index.ts';
import type { OpenCase } from '../case-file.ts';
import { decisionOn, inChange, targets, type By } from './change.ts';
import { changeTags, entityTagsNow } from './manage.ts';

export function setVerdict(open: OpenCase, input: ParsedInput<'entity.setVerdict'>, by: By): Output<'entity.setVerdict'> {
  return inChange(open, by, (change) => {
    for (const entity of targets(open.db, 'entity', input.entityIds)) {
      const present = decisionOn(open.db, entity, 'verdict');
      // A verdict that says what evidence says is still one, and a new reason is worth a record.
      const isSame = (present?.value ?? null) === input.verdict && (input.verdict === null || present?.reason === input.reason);
      if (!isSame) change.set(entity, 'verdict', input.verdict, { reason: input.reason, always: true });
    }
    return change.outcome('entity');
  });
}

export function setTags(open: OpenCase, input: ParsedInput<'entity.setTags'>, by: By): Output<'entity.setTags'> {
  if ((input.addTags ?? []).length + (input.removeTags ?? []).length === 0) throw new RedthreadError('badRequest', 'Name tags to add or to remove.');
  return inChange(open, by, (change) => {
    for (const entity of targets(open.db, 'entity', input.entityIds)) changeTags(change, entity, entityTagsNow(change, entity), input.addTags, input.removeTags);
    return change.outcome('entity');
  });
}
