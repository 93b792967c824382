import Foundation

/// Where commands write: how wide it is, whether it shows colour, and where the text goes.
package struct Terminal: Sendable {
  private let columns: @Sendable () -> Int
  /// A terminal that has not asked to be left without colour (https://no-color.org).
  package var hasColour: Bool
  /// Someone is watching: a line may be written over, a pager may open.
  package var isInteractive: Bool
  /// Someone is watching standard error, wherever the output goes.
  package var hasWatchedErrors: Bool
  private let output: @Sendable (String) -> Void
  private let errorOutput: @Sendable (String) -> Void

  /// - Parameter width: asked again each time, since a window changes while a command runs.
  package init(
    width: @autoclosure @escaping @Sendable () -> Int, hasColour: Bool, isInteractive: Bool,
    hasWatchedErrors: Bool = false, output: @escaping @Sendable (String) -> Void,
    errorOutput: @escaping @Sendable (String) -> Void
  ) {
    columns = width
    self.hasColour = hasColour
    self.isInteractive = isInteractive
    self.hasWatchedErrors = hasWatchedErrors
    self.output = output
    self.errorOutput = errorOutput
  }

  /// Columns, as many as the window has now.
  package var width: Int { columns() }

  /// The process's own terminal, or the file or pipe that stands in for it.
  package static let standard = Terminal(
    environment: ProcessInfo.processInfo.environment,
    isTerminal: (output: isatty(STDOUT_FILENO) == 1, errors: isatty(STDERR_FILENO) == 1))

  /// - Parameter isTerminal: whether the output and the errors go to a terminal.
  package init(environment: [String: String], isTerminal: (output: Bool, errors: Bool)) {
    // A dumb terminal shows every escape sequence as text, and cannot write over a line.
    let interactive = isTerminal.output && environment["TERM"] != "dumb"
    self.init(
      width: Self.currentWidth(), hasColour: interactive && (environment["NO_COLOR"] ?? "").isEmpty,
      isInteractive: interactive, hasWatchedErrors: isTerminal.errors,
      output: { if let lost = writeAll($0, to: STDOUT_FILENO) { Program.loseOutput(lost) } },
      errorOutput: { _ = writeAll($0, to: STDERR_FILENO) })
  }

  private static func currentWidth() -> Int {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return max(20, Int(size.ws_col))
    }
    return 80
  }

  // MARK: Writing

  package func print(_ line: String = "") { output(line + "\n") }

  /// Writes text as it is, without a line's end.
  package func write(_ text: String) { output(text) }

  package func complain(_ line: String) { errorOutput(line + "\n") }

  // MARK: Styles

  /// No blue, which is too dark on black in many a terminal. Nothing is said by colour alone.
  package enum Style: String, Sendable {
    case bold = "1"
    case dim = "2"
    case italic = "3"
    case underline = "4"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case magenta = "35"
  }

  /// The text in a style, where colour is on; else the text.
  package func styled(_ text: String, _ styles: Style...) -> String { styled(text, styles) }

  /// A sign for an exercise: in its style, but never dim, since in a row of signs nothing else says
  /// what it says.
  package func sign(_ symbol: String, _ style: Style) -> String {
    style == .dim ? symbol : styled(symbol, style)
  }

  package func styled(_ text: String, _ styles: [Style]) -> String {
    guard hasColour, !text.isEmpty, !styles.isEmpty else { return text }
    return "\u{1B}[\(styles.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }

  // MARK: Progress

  /// Writes over the progress line, cut to the terminal's width. Nothing where nobody watches.
  package func showProgress(_ line: String) {
    guard isInteractive else { return }
    output("\r\u{1B}[K" + line.prefix(columns: width - 1))
  }

  /// Says what takes minutes: on the progress line, or else on standard error where somebody
  /// watches that.
  package func announce(_ line: String) {
    if isInteractive { showProgress(line) } else if hasWatchedErrors { complain(line) }
  }

  /// Says that something is built, which may take minutes, before it is: to whoever sees any of the
  /// output, since nothing else is said meanwhile where no line can be written over.
  package func announceBuild(_ line: String) {
    if isInteractive { showProgress(line) } else { complain(line) }
  }

  package func clearProgress() { if isInteractive { output("\r\u{1B}[K") } }

  /// A bar that is filled to a fraction: `████████░░░░`.
  package static func bar(_ fraction: Double, width: Int) -> String {
    let share = fraction.isFinite ? min(1, max(0, fraction)) : 0
    let filled = Int((share * Double(width)).rounded(.down))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
  }
}

/// Writes every byte, going on after an interrupted or a partial write.
///
/// - Returns: the system's number for why it gave up; nil where all is written.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  var text = text
  return text.withUTF8 { bytes in
    var done = 0
    while done < bytes.count {
      let count = Foundation.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      if count > 0 {
        done += count
      } else if count < 0, errno == EINTR || errno == EAGAIN {
        continue
      } else {
        return errno
      }
    }
    return nil
  }
}
