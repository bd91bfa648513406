export { AttackStory } from './attack-story.tsx';
