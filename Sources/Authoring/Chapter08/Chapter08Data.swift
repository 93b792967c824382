import Course

/// What the trainings of chapter 08 gave on tinyshakespeare.txt, the plays of chapter 01, of which
/// the last tenth is held back: chapters/measurements/08-plays.txt.
struct Chapter08Data {
  /// The mean loss of an epoch's windows, and the loss on what is held back after it, in nats.
  struct Losses {
    let training, validation: Double
  }

  let measured, brackets: Measurements

  init(in folder: PackageFolder) throws {
    measured = try Measurements("08-plays", in: folder)
    brackets = try Measurements("08-brackets", in: folder)
  }

  /// An entry an epoch: of the LSTM and the RNN of 128 units, of the RNN that has as many parameters
  /// as the LSTM, and of an LSTM of 128 units and one of 16 that learn from 40,000 characters.
  var lstm: [Losses] { losses("lstm") }
  var rnn: [Losses] { losses("rnn") }
  var wide: [Losses] { losses("wide") }
  var large: [Losses] { losses("large") }
  var small: [Losses] { losses("small") }

  private func losses(_ name: String) -> [Losses] {
    zip(measured["\(name).training"], measured["\(name).validation"]).map(Losses.init)
  }

  /// The loss on what is held back of tables that look 0 to 8 symbols back: the bigram table of
  /// chapter 01, with smoothing 1, and the others with 32 imagined symbols.
  var tables: [Double] { measured["tables"] }

  /// The counts that are not 0 of tables that look 0 to 6 symbols back.
  var counts: [Int] { measured["counts"].map { Int($0) } }

  /// On the brackets, of tables that look 0 to 16 symbols back: each at the best number of imagined
  /// symbols that was tried.
  var bracketTables: [Double] {
    let tried = ["0.25", "1.0", "4.0"].map { brackets["brackets-12.tables-\($0)"] }
    return (0...16).map { back in tried.map { $0[back] }.min() ?? .nan }
  }
}
