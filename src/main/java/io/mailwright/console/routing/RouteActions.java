package io.mailwright.console.routing;

import io.mailwright.console.Attempt;
import io.mailwright.console.Visitor;
import io.mailwright.operations.connection.RouteControl;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;

/** What a person does about a route. */
@Named("routeActions")
@RequestScoped
public class RouteActions {
  @Inject private RouteControl control;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;

  private long chosen;
  private String why;

  /**
   * Takes the chosen route out.
   *
   * @param page where to go on
   */
  public String takeOut(String page) {
    Optional<String> note = Optional.ofNullable(why).filter(text -> !text.isBlank());
    String[] name = {""};
    if (!attempt
        .withInputs("out:")
        .asAdmin(() -> name[0] = control.takeOut(chosen, visitor.getName(), note).name())) {
      return null;
    }
    attempt.done("route.isOut", name[0]);
    return page;
  }

  /**
   * Puts the chosen route back.
   *
   * @param page where to go on
   */
  public String putBack(String page) {
    String[] name = {""};
    if (attempt.asAdmin(() -> name[0] = control.putBack(chosen).name())) {
      attempt.done("route.isBack", name[0]);
    }
    return page;
  }

  public long getChosen() {
    return chosen;
  }

  public void setChosen(long chosen) {
    this.chosen = chosen;
  }

  public String getWhy() {
    return why;
  }

  public void setWhy(String why) {
    this.why = why;
  }
}
