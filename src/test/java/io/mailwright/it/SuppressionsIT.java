package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A file of suppressions goes in, comes out, and goes in again. */
class SuppressionsIT {
  private final Api api = ServerUnderTest.shared().api();
  private final Scenario scenario = new Scenario(api);

  private JsonObject send(String csv) {
    return api.csv("/api/suppressions/imports", csv.getBytes(StandardCharsets.UTF_8)).ok();
  }

  @Test
  void aFileIsTakenInRowByRowAndWhatIsExportedCanBeSentAgain() {
    long list = scenario.list();
    String own = Api.unique("taken-in").replace(' ', '-').toLowerCase();
    JsonObject taken =
        send(
            """
            email;reason;listId;note
            %1$s.a@example.com;hard-bounce;;from the old system
            %1$s.b@example.com;unsubscribe;%2$d;
            %1$s.c@example.com;moved to another team;;
            not an address;;;
            %1$s.d@example.com;;999999;
            """
                .formatted(own, list));
    assertThat(taken.getInt("read")).isEqualTo(5);
    assertThat(taken.getInt("added")).isEqualTo(3);
    assertThat(taken.getInt("rejected")).isEqualTo(2);
    assertThat(taken.getJsonArray("rejects").getJsonObject(1).getString("column"))
        .isEqualTo("listId");

    JsonObject b = only(own + ".b");
    assertThat(b.getString("reason")).isEqualTo("unsubscribe");
    assertThat(b.getInt("listId")).isEqualTo((int) list);
    JsonObject c = only(own + ".c");
    assertThat(c.getString("reason")).isEqualTo("manual");
    assertThat(c.getString("note")).isEqualTo("moved to another team");

    String exported = api.get("/api/suppressions/export?email=" + own).body();
    JsonObject again = send(exported);
    assertThat(again.getInt("read")).isEqualTo(3);
    assertThat(again.getInt("already")).isEqualTo(3);
    assertThat(send("email\n").getInt("read")).isZero();

    String batch = "/api/suppressions/imports/" + taken.getInt("number");
    assertThat(api.send(api.request(batch).DELETE()).ok().getInt("removed")).isEqualTo(3);
    assertThat(api.get("/api/suppressions?email=" + own).ok().getJsonArray("items")).isEmpty();
    assertThat(send(exported).getInt("added")).as("it can be sent again").isEqualTo(3);
  }

  private JsonObject only(String email) {
    var items = api.get("/api/suppressions?email=" + email).ok().getJsonArray("items");
    assertThat(items).hasSize(1);
    return items.getJsonObject(0);
  }
}
