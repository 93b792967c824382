import Foundation

/// What `fit` shows of its progress on standard output.
public enum ProgressDisplay: Sendable {
  /// A ``ProgressBar`` in a terminal, nothing elsewhere: neither in files and pipes, nor where the
  /// variable `CI` is set.
  case automatic
  /// A ``ProgressBar`` everywhere; where the output is no terminal, a line for every epoch.
  case bar
  /// Nothing.
  case none

  /// The callbacks with a bar after them, where one is to be shown and none is among them.
  func added(to callbacks: [any Callback]) -> [any Callback] {
    let isShown =
      switch self {
      case .automatic:
        ProgressBar.isTerminal && ProcessInfo.processInfo.environment["CI"] == nil
      case .bar: true
      case .none: false
      }
    if !isShown || callbacks.contains(where: { $0 is ProgressBar }) { return callbacks }
    return callbacks + [ProgressBar()]
  }
}

/// Shows on one line how far an epoch has come, and leaves a line for every epoch.
///
///     Epoch 2/10 ━━━━━━━━━━────────── 45/90 12 s left, 38 steps/s  loss 0.4321  accuracy 0.8123
///
/// The line is as wide as the terminal at most, and is drawn ten times a second at most. Where the output
/// is no terminal, there is only the line for every epoch. The clock has no influence on the training.
public struct ProgressBar: Callback {
  private let write: (String) -> Void
  private let clock: () -> Double
  private let columns: () -> Int
  private let isLive: Bool
  private var plan = TrainingPlan(epochs: 0, steps: nil, figures: [])
  private var epoch = 1
  private var steps: Int?
  private var lastStep = 0
  private var began = 0.0
  private var drawn = -Double.infinity
  private var isOpen = false
  /// Only ever becomes smaller, so that the line does not jump.
  private var barWidth = 20

  /// A bar on standard output.
  public init() {
    let start = ContinuousClock.now
    self.init(
      isLive: Self.isTerminal, columns: { terminalColumns },
      clock: { (ContinuousClock.now - start) / .seconds(1) },
      write: { text in
        print(text, terminator: "")
        fflush(nil)
      })
  }

  /// - Parameters:
  ///   - isLive: whether lines can be written over.
  ///   - columns: how many the terminal has now.
  ///   - clock: the time in seconds.
  init(
    isLive: Bool, columns: @escaping () -> Int = { 80 }, clock: @escaping () -> Double,
    write: @escaping (String) -> Void
  ) {
    self.isLive = isLive
    self.columns = columns
    self.clock = clock
    self.write = write
  }

  static var isTerminal: Bool {
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  public mutating func trainingBegins(_ model: any TrainableModel, _ plan: TrainingPlan) throws {
    (self.plan, steps, epoch, isOpen, barWidth) = (plan, plan.steps, 1, false, 20)
  }

  public mutating func epochBegins(_ epoch: Int, _ model: any TrainableModel) throws {
    (began, drawn, lastStep) = (clock(), -.infinity, 0)
  }

  public mutating func stepEnded(_ step: StepSummary) {
    lastStep = step.step
    guard isLive else { return }
    let now = clock()
    if now - drawn < 0.1 && step.step != steps { return }
    (drawn, isOpen) = (now, true)
    write("\r" + line(step, seconds: now - began) + "\u{1B}[K")
  }

  public mutating func epochEnded(
    _ summary: EpochSummary, _ model: any TrainableModel
  ) throws -> Bool {
    let line = ([heading, Self.time(clock() - began)] + summary.figures.map(Self.text))
      .joined(separator: "  ")
    write(isLive ? "\r\(line)\u{1B}[K\n" : line + "\n")
    // A stream has as many steps again, as a rule.
    (epoch, steps, isOpen) = (epoch + 1, lastStep, false)
    return true
  }

  public mutating func trainingFailed(
    _ model: any TrainableModel, _ error: any Error
  ) -> any Error {
    if isOpen { write("\n") }
    isOpen = false
    return error
  }

  private var heading: String { "Epoch \(epoch)/\(plan.epochs)" }

  /// As much as fits: the bar becomes shorter first, then figures are left out from the last on.
  private mutating func line(_ step: StepSummary, seconds: Double) -> String {
    let room = max(1, columns() - 1)
    var figures = step.figures.map { "  " + Self.text($0) }
    let pace = pace(step, seconds)
    func taken() -> Int { figures.reduce(heading.count + 1 + pace.count) { $0 + $1.count } }
    while taken() > room, figures.count > 1 { figures.removeLast() }
    var bar = ""
    if let steps {
      barWidth = max(0, min(barWidth, room - taken() - 1))
      if barWidth >= 5 {
        let full = min(barWidth, barWidth * step.step / max(1, steps))
        bar =
          " " + String(repeating: "━", count: full)
          + String(repeating: "─", count: barWidth - full)
      }
    }
    return String((heading + bar + " " + pace + figures.joined()).prefix(room))
  }

  /// How far the epoch is, how long it will last and how fast it goes.
  private func pace(_ step: StepSummary, _ seconds: Double) -> String {
    let each = seconds / Double(step.step)
    var parts: [String] = []
    if let steps, steps > step.step {
      parts.append(Self.time(each * Double(steps - step.step)) + " left")
    }
    if each > 0 {
      parts.append(
        each > 1
          ? String(format: "%.1f s/step", each)
          : String(format: each > 0.1 ? "%.1f steps/s" : "%.0f steps/s", 1 / each))
    }
    let done = "\(step.step)"
    guard let steps else { return done + " " + parts.joined(separator: ", ") }
    let padding = String(repeating: " ", count: max(0, "\(steps)".count - done.count))
    return "\(padding)\(done)/\(steps) " + parts.joined(separator: ", ")
  }

  static func text(_ figure: EpochSummary.Figure) -> String {
    let size = abs(figure.value)
    let isPlain = size == 0 || size >= 0.001 && size < 100_000 || !size.isFinite
    return "\(figure.name) " + String(format: isPlain ? "%.4f" : "%.3e", figure.value)
  }

  /// A time as `12 s`, `3:05` or `1:02:45`.
  private static func time(_ seconds: Double) -> String {
    if seconds < 9.95 { return String(format: "%.1f s", max(0, seconds)) }
    let whole = Int(min(seconds, 1e9).rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return String(format: "%ld:%02ld", whole / 60, whole % 60) }
    return String(format: "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60)
  }
}

/// How wide the terminal is now; 80 where it does not say.
private var terminalColumns: Int {
  var size = winsize()
  if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
  return 80
}
