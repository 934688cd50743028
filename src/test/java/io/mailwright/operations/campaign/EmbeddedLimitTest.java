package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.kernel.db.Database;
import io.mailwright.operations.notice.NoticeRepository;
import io.mailwright.operations.notice.TestNotices;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestEntities;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedLimitTest {
  private static int notices(Database database, long recipients) {
    NoticeRepository notices = TestNotices.of(database, TestEntities.CLOCK);
    ContactRepository contacts =
        (ContactRepository)
            Proxy.newProxyInstance(
                ContactRepository.class.getClassLoader(),
                new Class<?>[] {ContactRepository.class},
                (proxy, method, arguments) -> recipients);
    new EmbeddedLimit(database, contacts, notices).warn(7, "News", List.of(1L));
    return notices.latest(10, false).size();
  }

  @Test
  void saysWhenACampaignIsTooLargeForTheEmbeddedDatabase() {
    assertThat(notices(TestDatabases.h2(), EmbeddedLimit.MEANT_FOR)).isZero();
    assertThat(notices(TestDatabases.h2(), EmbeddedLimit.MEANT_FOR + 1)).isEqualTo(1);
    assertThat(notices(TestDatabases.postgresql(), 10_000_000)).isZero();
  }
}
