import Course
import Foundation

/// The values of chapter 08, "A language model", that are not in chapters/measurements/ as they are.
enum Chapter08Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let data = try Chapter08Data(in: folder)
    return [byHand, learning(data), looking(data), overfitting(data)]
      .reduce(into: [:] as PageValues.List) { $0.merge($1) { $1 } }
  }

  private static var byHand: PageValues.List {
    [
      "windows": (1.2 + 1.5) / 2, "text": (8 * 1.2 + 4 * 1.5) / 12,
      "six": log(6), "text-in-bits": 1.3 / log(2), "nats-in-bits": 1.6 / log(2),
      "perplexity": exp((8 * 1.2 + 4 * 1.5) / 12), "greeting": 24.0 / 13,
    ]
  }

  // MARK: What they learn

  /// Numbers to learn of a network with an output layer, for the symbols of the plays and the unknown
  /// one.
  private static func parameters(_ data: Chapter08Data, gates: Int, units: Int) -> Int {
    let symbols = data.counts[0] + 1
    return (symbols + units + 1) * gates * units + (units + 1) * symbols
  }

  private static func learning(_ data: Chapter08Data) -> PageValues.List {
    let (lstm, rnn) = (data.lstm.map(\.validation), data.rnn.map(\.validation))
    let last = (lstm: lstm[lstm.count - 1], rnn: rnn[rnn.count - 1])
    let wide = data.wide.last?.validation ?? .nan
    let units = Chapter08Measurement.hiddenSize
    let size = parameters(data, gates: 4, units: units)
    func row(_ numbers: Int, _ loss: Double) -> [Double] {
      [Double(numbers), loss, loss / log(2), exp(loss)]
    }
    // Chapter 01 keeps all pairs, also those that never come.
    let stored = (0...6).map {
      $0 == 1 ? data.counts[0] * data.counts[0] : data.counts[...$0].reduce(0, +)
    }
    let tables = (1...6).map { row(stored[$0], data.tables[$0]) }
    return [
      "characters": data.counts[0],
      "models": tables
        + [
          row(parameters(data, gates: 1, units: units), last.rnn),
          row(parameters(data, gates: 1, units: wideUnits), wide), row(size, last.lstm),
        ],
      "bigrams": data.tables[1], "seven": data.tables[7], "eight": data.tables[8],
      "losses": [lstm[0], last.lstm, rnn[0], last.rnn],
      "gates": wide - last.lstm, "width": last.rnn - wide,
      "wide-units": wideUnits,
      "times-as-many": stored[6] / size,
      "thirds-once": 3 * data.measured.number("once-of-six") / Double(data.counts[6]),
      "first-epoch": data.measured.number("one-epoch"),
      "other-seeds": Array(data.measured["one-epoch"].dropFirst()),
      "samples": [1, 2, 4, 8].map { lstm[$0 - 1] },
      "after-second": lstm[1] - last.lstm,
    ]
  }

  /// Of an RNN with about as many parameters as the LSTM.
  private static let wideUnits = 269

  /// How much better each model would be if it had read all of the last 400 characters, and what
  /// brackets cost.
  private static func looking(_ data: Chapter08Data) -> PageValues.List {
    func missing(_ name: String) -> [Double] {
      let losses = data.measured["\(name).looks"]
      return zip(Chapter08Measurement.distances, losses)
        .filter { shownDistances.contains($0.0) }.map { $0.1 - losses[losses.count - 1] }
    }
    let tables = data.bracketTables
    func last(_ name: String) -> Double { data.brackets[name].last ?? .nan }
    return [
      "places": (Int(data.measured.number("held")) - 501 + 49) / 50,
      "looks": [missing("lstm"), missing("wide")],
      "looks.one": data.measured["lstm.looks"][0],
      "looks.all": data.measured["lstm.looks"].last ?? .nan,
      "looks.nothing": log(Double(data.counts[0] + 1)),
      "brackets.six": tables[6], "brackets.table": tables.dropFirst().min() ?? .nan,
      "brackets.best": log(2),
      "brackets.picture": [tables.dropFirst().min() ?? .nan, last("brackets-12.lstm"), log(2)],
      "brackets.lstm": last("brackets-12.lstm"), "brackets.rnn": last("brackets-12.rnn"),
      "brackets.far-table": ["0.25", "1.0", "4.0"]
        .flatMap { data.brackets["brackets-20.tables-\($0)"] }.min() ?? .nan,
      "brackets.far": last("brackets-20.lstm"), "brackets.far-rnn": last("brackets-20.rnn"),
    ]
  }

  private static let shownDistances = [1, 2, 3, 4, 6, 10, 20, 30, 60]

  /// The epoch with the lowest validation loss, counted from 0.
  static func best(_ losses: [Chapter08Data.Losses]) -> Int {
    losses.indices.min { losses[$0].validation < losses[$1].validation } ?? 0
  }

  private static func overfitting(_ data: Chapter08Data) -> PageValues.List {
    let (large, small) = (data.large, data.small)
    let (largeEnd, smallEnd) = (large[large.count - 1], small[small.count - 1])
    let best = best(large)
    return [
      "little-text": Chapter08Measurement.littleText,
      "little-held": Chapter08Measurement.littleText / 2, "epochs": large.count,
      "best-epoch": best + 1, "best": large[best].validation, "best-training": large[best].training,
      "large-training": largeEnd.training, "large-end": largeEnd.validation,
      "overfitting": [
        largeEnd.training, large[best].validation, largeEnd.validation, smallEnd.validation,
      ],
      "small-end": [smallEnd.training, smallEnd.validation],
      "small-best": small.map(\.validation).min() ?? .nan,
    ]
  }
}
