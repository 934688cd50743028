package io.mailwright.demo;

/** The demonstration did not go as it should. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String what) {
    super(what);
  }
}
