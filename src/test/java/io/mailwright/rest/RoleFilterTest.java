package io.mailwright.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.operations.access.Role;
import org.junit.jupiter.api.Test;

class RoleFilterTest {
  @Needs(Role.SENDER)
  private static final class Guarded {
    @Needs(Role.VIEWER)
    public void reads() {}

    public void sends() {}
  }

  private static final class Forgotten {
    public void anything() {}
  }

  @Test
  void takesTheMethodsRoleBeforeTheClassesAndAdminWhenNoneIsNamed() throws NoSuchMethodException {
    assertThat(RoleFilter.needed(Guarded.class, Guarded.class.getMethod("reads")))
        .isEqualTo(Role.VIEWER);
    assertThat(RoleFilter.needed(Guarded.class, Guarded.class.getMethod("sends")))
        .isEqualTo(Role.SENDER);
    assertThat(RoleFilter.needed(Forgotten.class, Forgotten.class.getMethod("anything")))
        .isEqualTo(Role.ADMIN);
  }
}
