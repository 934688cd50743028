package io.mailwright.smtp;

/** Sees a session's commands and replies, secrets masked. */
interface DialogListener {
  /** Sees nothing. */
  DialogListener NONE =
      new DialogListener() {
        @Override
        public void sent(String command) {}

        @Override
        public void received(String reply) {}
      };

  /**
   * @param command one line, without what authenticates
   */
  void sent(String command);

  /**
   * @param reply one or more lines as they came
   */
  void received(String reply);
}
