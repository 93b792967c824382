import LinearAlgebra

/// Finds likely sequences of symbols, one symbol after the other, keeping the most likely so far.
///
///     let search = BeamSearch(width: 4, end: 12, longest: 20)
///     let best = try search.decode(stepper, begin: 11)[0].symbols
///
/// With as many beams as there are sequences it finds the most likely of all; with one it is greedy.
public struct BeamSearch: Equatable, Sendable {
  /// How many sequences are kept at a time.
  public var width: Int
  /// The symbol that ends a sequence.
  public var end: Int
  /// Symbols after which a sequence ends in any case.
  public var longest: Int
  /// α: sequences are compared by their log probability over lengthᵅ, since longer ones are less likely.
  /// 0 compares probabilities; 1 the mean for each symbol.
  public var lengthPenalty: Double

  /// A sequence of symbols that was found.
  public struct Hypothesis: Equatable, Sendable {
    /// Its symbols, without the end.
    public let symbols: [Int]
    /// In nats; with that of the end, where it was reached.
    public let logProbability: Double
    /// Whether it came to its end, or was cut off.
    public let isComplete: Bool
    /// What sequences are compared by.
    public let score: Double
  }

  /// A search that keeps `width` sequences.
  public init(width: Int = 4, end: Int, longest: Int, lengthPenalty: Double = 0) {
    self.width = width
    self.end = end
    self.longest = longest
    self.lengthPenalty = lengthPenalty
  }

  /// Searches with a stepper that has begun and reads one symbol a step, in its first row alone; what comes
  /// out are probabilities of the next symbol. The stepper is left somewhere.
  ///
  /// - Parameters:
  ///   - stepper: of a model that is fed symbols and ends in softmax.
  ///   - begin: what is fed before the first symbol.
  /// - Returns: the `width` best sequences or fewer, the best one first.
  /// - Throws: `ModelError` if settings make no sense or the stepper has more than one row; as
  ///   ``Stepper/step(_:)-([Int])``.
  public func decode(_ stepper: Stepper, begin: Int) throws -> [Hypothesis] {
    if stepper.rows != 1 {
      throw ModelError("a beam search begins with one row, got a stepper of \(stepper.rows)")
    }
    var isFirst = true
    return try run { rows, symbols in
      if !isFirst { stepper.reorder(rows) }
      let outputs = try stepper.step(isFirst ? [begin] : symbols)
      isFirst = false
      for (row, output) in outputs.enumerated()
      where !output.allSatisfy({ $0 >= 0 }) || abs(output.reduce(0, +) - 1) > 1e-2 {
        throw ModelError(
          "a beam search expected probabilities, which softmax gives, got \(output.prefix(3)) and so on in "
            + "row \(row)")
      }
      return outputs.map { $0.map { $0 > 0 ? Double.log(Double($0)) : -.infinity } }
    }
  }

  /// Searches with any model.
  ///
  /// - Parameter next: is called first for one row without a symbol, and then with the rows that go on, by
  ///   their places in the call before, and the symbol that each has been given; returns for each the log
  ///   probabilities of its next symbol.
  /// - Returns: the `width` best sequences or fewer, the best one first; of equal ones that of the smaller
  ///   symbols.
  /// - Throws: `ModelError` if settings make no sense; whatever `next` throws.
  public func run(
    _ next: (_ rows: [Int], _ symbols: [Int]) throws -> [[Double]]
  ) throws -> [Hypothesis] {
    if let problem { throw ModelError(problem) }
    var live = [Beam(symbols: [], logProbability: 0)]
    var done: [Hypothesis] = []
    var (rows, symbols) = ([0], [Int]())
    for length in 1...longest {
      let logs = try next(rows, symbols)
      if let row = logs.first, !row.indices.contains(end) {
        throw ModelError(
          "a beam search ends with the symbol \(end), got probabilities of \(row.count) symbols, "
            + "counted from 0")
      }
      let best = best(of: logs, live)
      done += best.filter { $0.symbol == end }.map {
        hypothesis(live[$0.row].symbols, $0.logProbability, length: length, isComplete: true)
      }
      let going = best.filter { $0.symbol != end }
      live = going.map {
        Beam(symbols: live[$0.row].symbols + [$0.symbol], logProbability: $0.logProbability)
      }
      (rows, symbols) = (going.map(\.row), going.map(\.symbol))
      if live.isEmpty || isSettled(done, live) { break }
    }
    if done.count < width {
      done += live.map {
        hypothesis($0.symbols, $0.logProbability, length: $0.symbols.count, isComplete: false)
      }
    }
    return Array(done.sorted { $0.score > $1.score }.prefix(width))
  }

  private struct Beam {
    let symbols: [Int]
    let logProbability: Double
  }

  private struct Candidate {
    let row, symbol: Int
    let logProbability: Double
  }

  /// The `width` likeliest ways to go on; of equal ones the first.
  private func best(of logs: [[Double]], _ live: [Beam]) -> [Candidate] {
    var best: [Candidate] = []
    for (row, beam) in live.enumerated() {
      for (symbol, log) in logs[row].enumerated() where log > -.infinity {
        let total = beam.logProbability + log
        if best.count == width && total <= best[width - 1].logProbability { continue }
        let place = best.firstIndex { $0.logProbability < total } ?? best.count
        if best.count == width { best.removeLast() }
        best.insert(Candidate(row: row, symbol: symbol, logProbability: total), at: place)
      }
    }
    return best
  }

  private func hypothesis(
    _ symbols: [Int], _ logProbability: Double, length: Int, isComplete: Bool
  ) -> Hypothesis {
    Hypothesis(
      symbols: symbols, logProbability: logProbability, isComplete: isComplete,
      score: score(logProbability, length))
  }

  private func score(_ logProbability: Double, _ length: Int) -> Double {
    if lengthPenalty == 0 { return logProbability }
    return logProbability / Double.exp(lengthPenalty * Double.log(Double(length)))
  }

  /// Whether no sequence that goes on can be better than those that are done: a log probability only falls,
  /// and is divided by `longest`ᵅ at most.
  private func isSettled(_ done: [Hypothesis], _ live: [Beam]) -> Bool {
    let scores = done.map(\.score).sorted(by: >)
    guard scores.count >= width, let best = live.map(\.logProbability).max() else { return false }
    return score(best, longest) <= scores[width - 1]
  }

  /// What is wrong with the settings, or nil.
  private var problem: String? {
    if width < 1 { return "a beam search keeps \(width) sequences; it keeps at least 1" }
    if longest < 1 { return "a beam search ends after \(longest) symbols; it needs at least 1" }
    return lengthPenalty >= 0 && lengthPenalty.isFinite
      ? nil : "a length penalty of \(lengthPenalty); it is at least 0 and finite"
  }
}
