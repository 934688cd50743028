package io.mailwright.audience.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.TestEntities;
import java.util.OptionalLong;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaContactListRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  @ParameterizedTest
  @MethodSource(BOTH)
  void givesBackWhatWasStored(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      ContactList made = with(store, lists -> lists.create(" 客户 Straße "));
      ContactList read = with(store, lists -> lists.get(made.id()));
      assertThat(read.name()).isEqualTo("客户 Straße");
      assertThat(read.createdAt()).isEqualTo(TestEntities.NOW);
      assertThat(read.id()).isPositive();
      assertThat(read.version()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void refusesASecondListOfTheSameName(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      with(store, lists -> lists.create("News"));
      refuses(ErrorCode.NAME_TAKEN, () -> with(store, lists -> lists.create("News")));
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void refusesAChangeOfAnOlderVersion(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      ContactList seen = with(store, lists -> lists.create("News"));
      Revision old = Revision.of(seen.version());
      ContactList renamed = with(store, lists -> lists.rename(seen.id(), old, "Weekly"));
      assertThat(renamed.version()).isEqualTo(seen.version() + 1);
      refuses(
          ErrorCode.STALE_VERSION, () -> with(store, lists -> lists.rename(seen.id(), old, "No")));
      assertThat(with(store, lists -> lists.get(seen.id())).name()).isEqualTo("Weekly");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsAListThatHasContacts(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      ContactList list = with(store, lists -> lists.create("News"));
      database.change(
          connection -> {
            try (var insert =
                connection.prepareStatement(
                    "INSERT INTO contact (list_id, email_key, email, created_at, updated_at)"
                        + " VALUES (?, 'a@b.example', 'a@b.example', CURRENT_TIMESTAMP,"
                        + " CURRENT_TIMESTAMP)")) {
              insert.setLong(1, list.id());
              insert.executeUpdate();
            }
          });
      refuses(
          ErrorCode.STILL_IN_USE,
          () ->
              with(
                  store,
                  lists -> {
                    lists.delete(list.id(), Revision.latest());
                    return null;
                  }));
      assertThat(with(store, lists -> lists.get(list.id())).name()).isEqualTo("News");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void pagesByIdInBothDirections(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      for (int i = 1; i <= 5; i++) {
        String name = "List " + i;
        with(store, lists -> lists.create(name));
      }
      Page<ContactList> first = with(store, lists -> lists.page(PageRequest.first(2)));
      assertThat(first.items()).extracting(ContactList::name).containsExactly("List 1", "List 2");
      Page<ContactList> last =
          with(store, lists -> lists.page(new PageRequest(first.next(), 3, false)));
      assertThat(last.items()).extracting(ContactList::name).endsWith("List 5").hasSize(3);
      assertThat(last.next()).isEmpty();
      Page<ContactList> newest = with(store, lists -> lists.page(PageRequest.newest(2)));
      assertThat(newest.items()).extracting(ContactList::name).containsExactly("List 5", "List 4");
      assertThat(newest.next()).isEqualTo(OptionalLong.of(newest.items().get(1).id()));
    }
  }

  private static <T> T with(TestEntities store, Function<ContactListRepository, T> work) {
    return store.in(
        entities -> work.apply(new JpaContactListRepository(entities, TestEntities.CLOCK)));
  }

  private static void refuses(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MailwrightException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
