import Foundation

/// Where commands write: how wide it is, whether it shows colour, and where the text goes.
public struct Terminal: Sendable {
  /// Columns.
  public var width: Int
  /// A terminal that has not asked to be left without colour (https://no-color.org).
  public var hasColour: Bool
  /// Someone is watching: a line may be written over, a pager may open.
  public var isInteractive: Bool
  private let output: @Sendable (String) -> Void
  private let errorOutput: @Sendable (String) -> Void

  public init(
    width: Int, hasColour: Bool, isInteractive: Bool,
    output: @escaping @Sendable (String) -> Void,
    errorOutput: @escaping @Sendable (String) -> Void
  ) {
    self.width = width
    self.hasColour = hasColour
    self.isInteractive = isInteractive
    self.output = output
    self.errorOutput = errorOutput
  }

  /// The process's own terminal, or the file or pipe that stands in for it.
  public static let standard: Terminal = {
    let interactive = isatty(STDOUT_FILENO) == 1
    let environment = ProcessInfo.processInfo.environment
    let plain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    return Terminal(
      width: currentWidth(), hasColour: interactive && !plain, isInteractive: interactive,
      output: { writeAll($0, to: STDOUT_FILENO) }, errorOutput: { writeAll($0, to: STDERR_FILENO) })
  }()

  private static func currentWidth() -> Int {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return max(20, Int(size.ws_col))
    }
    return 80
  }

  // MARK: Writing

  /// Writes a line.
  public func print(_ line: String = "") {
    output(line + "\n")
  }

  /// Writes text as it is, without a line's end.
  public func write(_ text: String) {
    output(text)
  }

  /// Writes a line to standard error.
  public func complain(_ line: String) {
    errorOutput(line + "\n")
  }

  // MARK: Styles

  public enum Style: String, Sendable {
    case bold = "1"
    case dim = "2"
    case italic = "3"
    case underline = "4"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
  }

  /// The text in a style, where colour is on; else the text.
  public func styled(_ text: String, _ styles: Style...) -> String {
    styled(text, styles)
  }

  func styled(_ text: String, _ styles: [Style]) -> String {
    guard hasColour, !text.isEmpty, !styles.isEmpty else { return text }
    return "\u{1B}[\(styles.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }

  // MARK: Progress

  /// Writes over the progress line, cut to the terminal's width. Nothing where nobody watches.
  public func showProgress(_ line: String) {
    guard isInteractive else { return }
    output("\r\u{1B}[K" + String(line.prefix(width - 1)))
  }

  /// Takes the progress line away.
  public func clearProgress() {
    if isInteractive { output("\r\u{1B}[K") }
  }

  /// A bar that is filled to a fraction: `████████░░░░`.
  public static func bar(_ fraction: Double, width: Int) -> String {
    let share = fraction.isFinite ? min(1, max(0, fraction)) : 0
    let filled = Int((share * Double(width)).rounded(.down))
    return String(repeating: "█", count: filled)
      + String(repeating: "░", count: width - filled)
  }
}

/// Writes every byte, going on after an interrupted or a partial write; gives up where the other
/// end is gone.
private func writeAll(_ text: String, to descriptor: Int32) {
  var text = text
  text.withUTF8 { bytes in
    var done = 0
    while done < bytes.count {
      let count = Foundation.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      if count > 0 {
        done += count
      } else if count < 0, errno == EINTR || errno == EAGAIN {
        continue
      } else {
        return
      }
    }
  }
}
