import Course
import Layers
import Text

/// Everything that decides what the training of a forecaster ends with, besides the series. What each
/// field is, the help of its flag says.
package struct ForecastConfiguration: ExampleConfiguration {
  package enum Cell: String, CaseIterable, Codable, Sendable { case lstm, gru, rnn, linear }
  package enum Level: String, CaseIterable, Codable, Sendable { case last, none }

  package static let noun = "window"
  package var cell = Cell.lstm
  package var hidden = 64
  package var layers = 1
  package var dropout = 0.0
  package var target: String?
  package var inputs = "target"
  package var horizon = 24
  package var window: Int?
  package var season: Int?
  package var subtract = Level.last
  package var quantiles = "0.1,0.5,0.9"
  package var batch = 64
  package var epochs = 30
  package var patience: Int? = 5
  package var learningRate = 0.001
  package var clip = 1.0
  package var validation = "0.2"
  package var seed = 1
  package var dateColumn: String?
  package var fillGaps = false
  package var encoding: String?

  package init() {}

  package static func suited(to count: Int, asked: Self) -> Self {
    var result = Self()
    result.hidden = count < 2_000 ? 32 : 64
    while result.batch > 8 && count < 20 * result.batch { result.batch /= 2 }
    // Without a validation nothing says when to stop.
    if asked.validationShare == 0 { result.epochs = 10 }
    return result
  }

  // MARK: What follows from it

  /// In ascending order, one half among them.
  var quantileValues: [Double] { Self.values(of: quantiles) ?? [0.5] }

  /// Nil for a text that is no such list.
  fileprivate static func values(of text: String) -> [Double]? {
    let values = text.split(separator: ",").map { Double($0) ?? .nan }
    let isSorted = zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    return isSorted && values.contains(0.5) && values.allSatisfy { $0 > 0 && $0 < 1 } ? values : nil
  }

  @LayerBuilder
  func modelLayers(window: Int, features: Int) -> [Layer] {
    Input(steps: window, features: features)
    if cell == .linear {
      Flatten()
    } else {
      for layer in 1...layers {
        recurrent(givesSequence: layer < layers)
        Dropout(dropout)
      }
    }
    Dense(horizon * quantileValues.count)
    Reshape(horizon, quantileValues.count)
  }

  private func recurrent(givesSequence: Bool) -> Layer {
    switch cell {
    case .gru: .gru(GRU(hidden, returnSequences: givesSequence))
    case .rnn: .simpleRNN(SimpleRNN(hidden, returnSequences: givesSequence))
    case .lstm, .linear: .lstm(LSTM(hidden, returnSequences: givesSequence))
    }
  }

  /// The layers in a few words.
  var shape: String {
    let reading =
      cell == .linear
      ? [] : Array(repeating: "\(cell)".uppercased() + " \(hidden)", count: layers)
    return (reading + ["dense \(horizon) × \(quantileValues.count)"]).joined(separator: " → ")
  }
}

// MARK: - Flags

extension ForecastConfiguration {
  package static let settings: [TrainingSetting<Self>] =
    [
      .init(
        "--cell CELL",
        "what reads: lstm, gru, rnn, or linear (a sum of the window's numbers; default lstm)",
        \.cell),
      .init(
        "--hidden N", "units of each recurrent layer (default: 32 or 64 by the steps' number)",
        \.hidden, in: 1...4096),
      .init(
        "--layers N", "recurrent layers, one above the other (default 1)", \.layers, in: 1...16),
      .init(optional: Flag("--target COLUMN", "what is forecast"), \.target) { $0.string($1) },
      .init(
        "--inputs COLUMNS",
        "what is read: target, all, or names with commas between (default target)",
        \.inputs
      ) { $0.string($1) },
      .init("--horizon N", "how many steps ahead (default 24)", \.horizon, in: 1...2000),
      .init(
        optional: Flag(
          "--window N", "steps that are read (default: by the season and the horizon)"),
        \.window, in: 1...4096),
      .init(
        optional: Flag(
          "--season N",
          "steps after which things are alike (default: a day, week or year by the dates)"),
        \.season, in: 2...1_000_000),
      .init(
        "--subtract last|none",
        "what is taken from a window and its forecast: the window's last reading (default), or nothing",
        \.subtract),
      .init(
        "--quantiles LIST", "which are forecast, 0.5 among them (default 0.1,0.5,0.9)", \.quantiles
      ) { arguments, name in
        let text = arguments.string(name) ?? ""
        if values(of: text) != nil { return text }
        throw UserError(
          "\(name) is \(text); it must be numbers between 0 and 1 in ascending order, 0.5 among them, as "
            + "0.1,0.5,0.9")
      },
    ]
    + learningSettings(
      rate: "0.001", epochs: "30; 10 without validation", share: "the series, its end,") + [
      .init(
        optional: Flag(
          "--date-column COLUMN", "with the dates (default: the one that looks like it)"),
        \.dateColumn
      ) { $0.string($1) },
      .init("--fill-gaps", "adds steps that are missing, without readings", \.fillGaps) { _, _ in
        true
      },
      .init(optional: .encoding, \.encoding) { arguments, _ in try arguments.encoding()?.rawValue },
    ]

  package static let flagsOfModels: Set = [
    "--cell", "--hidden", "--layers", "--target", "--inputs", "--horizon", "--window", "--season",
    "--subtract", "--quantiles",
  ]

  package static var command: Command { .forecast }
}

extension Command {
  package static let forecast = training(
    ForecastContent.self, summary: "trains a model that forecasts a column of a CSV file",
    usage: "FILE.csv --target COLUMN [--horizon N] [--inputs all] …",
    example: "readings.csv --target temperature --horizon 24",
    origin: ", scale and columns", positionals: 0...1)
}
