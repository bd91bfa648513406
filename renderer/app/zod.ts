import { z } from 'zod';

// Compiling validators needs `new Function`, which the content policy refuses.
z.config({ jitless: true });
