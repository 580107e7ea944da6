import * as Args from '@oclif/core/args';

/** An argument that is never read from the standard input, which oclif does by itself: that belongs to `-`, or to a shell's loop. */
export const textArgument = Args.custom({ ignoreStdin: true });
