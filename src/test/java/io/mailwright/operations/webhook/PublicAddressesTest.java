package io.mailwright.operations.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.settings.Network;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  private final PublicAddresses strict = allowing();

  private static PublicAddresses allowing(String... networks) {
    return new PublicAddresses(
        InetAddress::getAllByName, List.of(networks).stream().map(Network::of).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:7f00:1::1",
        "3fff::1",
        "100::1"
      })
  void callsNothingThatIsNotPublic(String address) throws Exception {
    assertThat(strict.mayBeCalled(InetAddress.getByName(address))).isFalse();
    assertThatThrownBy(() -> strict.of(address)).hasMessageContaining("not public");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "169.253.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1"
      })
  void callsWhatIsPublic(String address) throws Exception {
    assertThat(strict.of(address)).containsExactly(InetAddress.getByName(address));
  }

  @Test
  void callsWhatTheSettingAllowsAndNothingBeside() throws Exception {
    PublicAddresses some = allowing("10.1.0.0/16", "::1/128");
    assertThat(some.mayBeCalled(InetAddress.getByName("10.1.255.1"))).isTrue();
    assertThat(some.mayBeCalled(InetAddress.getByName("10.2.0.1"))).isFalse();
    assertThat(some.mayBeCalled(InetAddress.getByName("::1"))).isTrue();
    assertThat(some.mayBeCalled(InetAddress.getByName("127.0.0.1"))).isFalse();
  }

  /** One of several is enough to reach what must not be reached. */
  @Test
  void callsNoHostOfWhichOneAddressIsPrivate() throws Exception {
    InetAddress[] both = {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")};
    assertThatThrownBy(() -> new PublicAddresses(host -> both, List.of()).of("two.example"))
        .hasMessageContaining("not public");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "https://localhost/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data"
      })
  void refusesSuchAnAddressAtOnce(String url) {
    assertThatThrownBy(() -> strict.requireCallable("url", HookUrl.of("url", url)))
        .isInstanceOf(MailwrightException.class)
        .hasMessageContaining("not public");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/hook",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://user:secret@example.com/",
        "https://user@example.com/",
        "https://127.0.0.1@example.com/",
        "https://0x7f.1/",
        "https://127.1/",
        "https:///hook",
        "https:example.com",
        "https://example.com:0/",
        "https://example.com:70000/",
        "https://example.com/#a",
        "https://exa mple.com/",
        "https://example.com/\r\nX: y",
        "https://example.com\\@10.0.0.1/"
      })
  void refusesWhatIsNoAddressOfAHost(String url) {
    assertThatThrownBy(() -> HookUrl.of("url", url))
        .isInstanceOf(MailwrightException.class)
        .extracting(e -> ((MailwrightException) e).field().orElseThrow())
        .isEqualTo("url");
  }

  @Test
  void takesAddressesApart() {
    HookUrl url = HookUrl.of("url", "https://Hooks.example:8443/a/ü?b=c d".replace(" ", "%20"));
    assertThat(url.host()).isEqualTo("Hooks.example");
    assertThat(url.port()).isEqualTo(8443);
    assertThat(url.hostField()).isEqualTo("Hooks.example:8443");
    assertThat(url.target()).isEqualTo("/a/%C3%BC?b=c%20d");
    assertThat(HookUrl.of("url", "http://hooks.example").target()).isEqualTo("/");
    assertThat(HookUrl.of("url", "https://[2606:4700::1]/").host()).isEqualTo("2606:4700::1");
  }
}
