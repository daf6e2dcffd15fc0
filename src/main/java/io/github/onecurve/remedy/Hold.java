package io.github.onecurve.remedy;

/** Does not deploy: every row is refused. */
public record Hold() implements Remedy {
  @Override
  public Deployment carryOut(Deployment current, Workshop tools) {
    return current.hold();
  }

  @Override
  public String toString() {
    return "hold";
  }
}
