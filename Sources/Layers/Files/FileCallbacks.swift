import Foundation

/// Shows on one line how far an epoch has come, and leaves a line for every epoch.
///
/// Where the output is no terminal, there is only the line for every epoch.
public struct ProgressBar: Callback {
  private let write: (String) -> Void
  private let isLive: Bool
  private var plan = TrainingPlan(epochs: 0, steps: nil, figures: [])
  private var epoch = 1

  /// A bar on standard output.
  public init() {
    isLive = isatty(STDOUT_FILENO) == 1
    write = { text in
      print(text, terminator: "")
      fflush(nil)
    }
  }

  /// - Parameter isLive: whether lines can be written over.
  init(isLive: Bool, write: @escaping (String) -> Void) {
    self.isLive = isLive
    self.write = write
  }

  public mutating func trainingBegins(_ model: Sequential, _ plan: TrainingPlan) throws {
    self.plan = plan
    epoch = 1
  }

  public mutating func stepEnded(_ step: StepSummary) {
    guard isLive else { return }
    var bar = ""
    if let steps = plan.steps {
      let full = 20 * step.step / max(1, steps)
      bar =
        String(repeating: "━", count: full) + String(repeating: "─", count: 20 - full)
        + " \(step.step)/\(steps)"
    } else {
      bar = "\(step.step)"
    }
    write("\r\(heading) \(bar)  loss \(short(step.loss))\u{1B}[K")
  }

  public mutating func epochEnded(_ summary: EpochSummary, _ model: Sequential) throws -> Bool {
    let figures = summary.figures.map { "\($0.name) \(short($0.value))" }.joined(separator: "  ")
    write((isLive ? "\r" : "") + "\(heading)  \(figures)" + (isLive ? "\u{1B}[K\n" : "\n"))
    epoch += 1
    return true
  }

  private var heading: String { "Epoch \(epoch)/\(plan.epochs)" }

  private func short(_ value: Double) -> String { String(format: "%.4f", value) }
}

/// Saves the model after every epoch, or after those alone that were the best so far.
///
/// Whenever the program is killed, the file is the whole model of some epoch.
public struct ModelCheckpoint: Callback {
  /// Where the model is saved.
  public let path: String
  /// The name of the figure that says which epoch is best, as histories have it.
  public let monitor: String
  /// Whether only epochs that were the best so far are saved.
  public let savesBestOnly: Bool
  private var best: Double?

  /// Saves to a file; errors of saving end the training.
  public init(_ path: String, monitor: String = "val_loss", savesBestOnly: Bool = false) {
    self.path = path
    self.monitor = monitor
    self.savesBestOnly = savesBestOnly
  }

  public mutating func trainingBegins(_ model: Sequential, _ plan: TrainingPlan) throws {
    if savesBestOnly { try checkMonitor(monitor, plan) }
    best = nil
    AtomicFile.removeLeftovers(of: path)
  }

  public mutating func epochEnded(_ epoch: EpochSummary, _ model: Sequential) throws -> Bool {
    if savesBestOnly {
      guard let value = epoch[monitor], isBetter(value, than: best, monitor) else { return true }
      best = value
    }
    try model.save(to: path)
    return true
  }
}

/// Writes a table of comma-separated values with a line for every epoch. The file is whole after
/// every epoch.
public struct CSVLog: Callback {
  /// Where the table is written.
  public let path: String
  private var text = ""

  /// Writes to a file; errors of writing end the training.
  public init(_ path: String) {
    self.path = path
  }

  public mutating func trainingBegins(_ model: Sequential, _ plan: TrainingPlan) throws {
    text = (["epoch", "learning_rate"] + plan.figures).joined(separator: ",") + "\n"
    try write()
  }

  public mutating func epochEnded(_ epoch: EpochSummary, _ model: Sequential) throws -> Bool {
    let values = ["\(epoch.epoch)", "\(epoch.learningRate)"] + epoch.figures.map { "\($0.value)" }
    text += values.joined(separator: ",") + "\n"
    try write()
    return true
  }

  private func write() throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ModelFileError("the log \(path) cannot be written; name another file")
    }
  }
}
