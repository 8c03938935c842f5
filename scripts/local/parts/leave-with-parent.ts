/** Ends this process, by way of `leave`, when the parent closes the channel: on purpose, or because it is gone. */
export function leaveWithParent(leave: () => void | Promise<void> = () => undefined): void {
  process.once('disconnect', () => {
    void Promise.resolve(leave()).finally(() => process.exit(0));
  });
  if (!process.connected) process.exit(0);
}
