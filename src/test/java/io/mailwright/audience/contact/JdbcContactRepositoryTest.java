package io.mailwright.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcContactRepositoryTest {
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void pagesAndFindsByTheBeginningOfAddressOrName(Database database) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("城市", "\"上海\"\n");
    attributes.put("a", "");
    insert(database, attributes);
    ContactRepository contacts = new JdbcContactRepository(database);
    Page<Contact> first = contacts.page(1, PageRequest.first(2), "");
    assertThat(first.items())
        .extracting(Contact::email)
        .containsExactly("a@x.example", "b@x.example");
    Page<Contact> rest = contacts.page(1, new PageRequest(first.next(), 2, false), "");
    assertThat(rest.items()).extracting(Contact::email).containsExactly("a%@x.example");
    assertThat(rest.next()).isEmpty();
    assertThat(contacts.page(1, PageRequest.newest(9), "A").items())
        .extracting(Contact::email)
        .containsExactly("a%@x.example", "a@x.example");
    assertThat(contacts.page(1, PageRequest.first(9), "a%").items()).hasSize(1);
    assertThat(contacts.page(1, PageRequest.first(9), "李").items()).hasSize(3);
    assertThat(contacts.count(1)).isEqualTo(3);
    Contact contact = first.items().get(0);
    assertThat(contact.attributes()).containsExactlyEntriesOf(attributes);
    contacts.delete(contact.id());
    assertThat(contacts.find(contact.id())).isEmpty();
    assertThatThrownBy(() -> contacts.delete(contact.id())).hasMessageContaining("no contact");
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void takesTheContactsOfAListOutInSlices(Database database) {
    insert(database, Map.of());
    ContactRepository contacts = new JdbcContactRepository(database);
    assertThat(contacts.deleteOfList(2, 5)).isZero();
    assertThat(contacts.deleteOfList(1, 2)).isEqualTo(2);
    assertThat(contacts.count(1)).isEqualTo(1);
    assertThat(contacts.deleteOfList(1, 2)).isEqualTo(1);
    assertThat(contacts.deleteOfList(1, 2)).isZero();
  }

  private static void insert(Database database, Map<String, String> attributes) {
    database.change(
        connection -> {
          try (var list =
                  connection.prepareStatement(
                      "INSERT INTO contact_list (id, version, name, created_at)"
                          + " VALUES (1, 1, 'L', CURRENT_TIMESTAMP)");
              var insert =
                  connection.prepareStatement(
                      """
                      INSERT INTO contact
                        (list_id, email_key, email, name, attributes, created_at, updated_at)
                      VALUES (1, ?, ?, '李雷', ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)
                      """)) {
            list.executeUpdate();
            for (String email : new String[] {"a@x.example", "b@x.example", "a%@x.example"}) {
              insert.setString(1, email);
              insert.setString(2, email);
              insert.setString(3, AttributeJson.write(attributes));
              insert.executeUpdate();
            }
          }
        });
  }
}
