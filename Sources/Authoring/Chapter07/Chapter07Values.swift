import Course
import Foundation
import Laboratory
import LinearAlgebra
import Optimizers

/// The values of chapter 07, "Learning".
enum Chapter07Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    [
      bowls, rules, walkers, cliff, noise, cells, try task(in: folder), try adding(in: folder),
      try gates(in: folder), try settings(in: folder), try carrier(in: folder),
    ]
    .reduce(into: [:]) { $0.merge($1) { $1 } }
  }

  // MARK: The bowls

  private static func losses(_ optimizer: some Optimizer, after steps: [Int]) -> [Double] {
    let path = Bowl.path(optimizer, steps: steps.max() ?? 0)
    return steps.map { Bowl.loss(path[$0]) }
  }

  private static var bowls: PageValues.List {
    // How much of the distance is left after an update.
    func share(_ root: Double) -> Double { (root - 1) / (root + 1) }
    let strides = Bowl.path(RMSProp(learningRate: 0.1), steps: 1)
    return [
      "rates": [0.1, 0.5, 0.9, 1, 1.1].map { rate in
        let places = Bowl.slope(rate, steps: 20)
        return Array(places.prefix(5)) + [places[20]]
      },
      "shares": [share(25), share(5)],
      "stays": losses(RMSProp(learningRate: 0.5), after: [300]),
      "stays-lower": losses(RMSProp(learningRate: 0.1), after: [300]),
      // Where RMSProp jumps to and fro by its rate, each number is half the rate away.
      "jumps": 13 * 0.25 * 0.25, "jumps-less": 13 * 0.05 * 0.05,
      "roots": [sqrt(10.0), sqrt(62.5)],
      "stride": 0.1 * 10 / sqrt(10.0), "strides": 0.1 * 25 / sqrt(62.5),
      "stride-1": [strides[1].a, strides[1].b],
      "squared": 25 * 25, "kept": 1 - 2.0 / 26, "second-gradient": 0.9 * 25,
    ]
  }

  private static var rules: PageValues.List {
    let (rate, kept) = (0.04, 0.5)
    var (place, velocity) = ((a: 10.0, b: 1.0), (a: 0.0, b: 0.0))
    let momentum = (1...3).map { _ in
      let gradient = (a: place.a, b: 25 * place.b)
      velocity = (kept * velocity.a + gradient.a, kept * velocity.b + gradient.b)
      place = (place.a - rate * velocity.a, place.b - rate * velocity.b)
      return [gradient, velocity, place].flatMap { [$0.a, $0.b] }
    }
    func adam(_ place: Double, _ gradients: [Double]) -> [Double] {
      let mean = gradients.reduce(0) { 0.9 * $0 + 0.1 * $1 }
      let square = gradients.reduce(0) { 0.999 * $0 + 0.001 * $1 * $1 }
      let (m, q) = (mean / 0.19, square / 0.001999)
      let step = 0.1 * m / q.squareRoot()
      return [mean, m, square, q, step, place - step]
    }
    return [
      "momentum": [[0, 0, 10, 1]] + momentum,
      "adam": adam(9.9, [10, 9.9]) + adam(0.9, [25, 22.5]),
      "corrections": corrections([1, 2, 3, 12, 100, 1_000]),
    ]
  }

  /// m where every gradient is 10, what it is of that by either β, and how much too long an update
  /// would be.
  private static func corrections(_ updates: [Int]) -> [[Double]] {
    let shares = [0.9, 0.999].map { kept in updates.map { 1 - power(kept, $0) } }
    let excess = zip(shares[0], shares[1]).map { $0 / $1.squareRoot() }
    return [shares[0].map { 10 * $0 }] + shares + [excess]
  }

  /// The places of the six walkers of exercise 7.4 after 1, 2, 3, 30 and 300 updates.
  private static var walkers: PageValues.List {
    let far = 0.2 * 10.0.squareRoot()
    let clipping = 0.05 * 26.925824 / 10
    let paths = [
      Bowl.path(Momentum(learningRate: 0.05, momentum: 0.5), steps: 300),
      Bowl.path(RMSProp(learningRate: 0.2), steps: 300),
      Bowl.clippedPath(rate: clipping, limit: 10, steps: 300),
      Bowl.uncorrectedPath(rate: 0.2, steps: 300),
      Bowl.path(SGD(learningRate: 0.05), steps: 300),
      Bowl.path(Adam(learningRate: far), steps: 300),
    ]
    return [
      "walkers": paths.map { path in [1, 2, 3, 30, 300].flatMap { [path[$0].a, path[$0].b] } }
    ]
  }

  private static func carrier(in folder: PackageFolder) throws -> PageValues.List {
    let carrier = try AddingCarrier(in: folder)
    return [
      "carrier.steps": carrier.marks.map { Double($0.step) },
      "carrier.values": carrier.marks.map(\.value), "carrier.answer": carrier.answer,
      "carrier.sum": carrier.marks.reduce(0) { $0 + $1.value },
      "carrier.line": [carrier.line[0], -carrier.line[1]],
      "carrier.explained": 100 * carrier.line[2],
    ]
  }

  // MARK: The cliff, and noise

  private static var cliff: PageValues.List {
    return [
      "valley": Cliff.valley,
      "cliff": [0.9, 1.1, 0.25, Cliff.valley, 100 * (Cliff.loss(1.1) / 100).rounded(), 0.01],
      "top": [power(1.1, 50), Cliff.loss(1.1), Cliff.gradient(1.1)],
      "thrown": 1.1 - 0.01 * Cliff.gradient(1.1), "flat": Cliff.gradient(0.9),
    ]
  }

  private static var noise: PageValues.List {
    func mean(_ rate: Double) -> Double {
      var generator = SeededGenerator(seed: 1)
      let places = descent(from: [0], with: SGD(learningRate: rate), steps: 100_000) {
        [2 * $0[0] + generator.normal()]
      }
      return places.reduce(0) { $0 + $1[0] * $1[0] / 100_000 }
    }
    return [
      "noise": mean(0.1), "noise-less": mean(0.01),
    ]
  }

  // MARK: The adding problem

  /// By each rule and rate, the middle one of three runs.
  private static func task(in folder: PackageFolder) throws -> PageValues.List {
    func middle(_ rule: AddingRules.Rule, _ of: ([Double]) -> Double) throws -> [Double] {
      try AddingRules.runs(of: rule, in: folder).map { runs in
        runs.map(of).sorted { $0 < $1 || $1.isNaN }[runs.count / 2]
      }
    }
    func fall(_ errors: [Double]) -> Double {
      errors.firstIndex { $0 < 0.01 }.map { 100 * Double($0) } ?? .infinity
    }
    let last = { (errors: [Double]) in errors.last ?? .nan }
    let falls = try AddingRules.Rule.allCases.map { try middle($0, fall) }
    return [
      "descent": try middle(.descent, last).filter(\.isFinite),
      "clipped": Array(try middle(.clipped, last).suffix(2)), "pushed": falls[2][3],
      "rules": falls.map { $0.filter(\.isFinite) },
    ]
  }

  private static var cells: PageValues.List {
    let (inputs, units) = (2, AddingExperiment.hiddenSize)
    let gate = (inputs + units + 1) * units
    return [
      "lstm": 4 * gate + units + 1, "rnn": gate + units + 1,
      "baselines": AddingMeasurements.lengths.map(AddingExperiment.testBaseline),
    ]
  }

  private static func adding(in folder: PackageFolder) throws -> PageValues.List {
    let (measured, lengths) = (try AddingMeasurements(in: folder), AddingMeasurements.lengths)
    func runs(_ cell: AddingCell, _ length: Int) -> [AddingMeasurements.Run] {
      measured.runs(of: cell, length: length).filter { Chapter07Figures.seeds.contains($0.seed) }
    }
    func lowest(_ length: Int) -> [Double] {
      runs(.rnn, length).compactMap { $0.errors.min() }.sorted()
    }
    let better = 1 - lowest(100)[0] / AddingExperiment.testBaseline(length: 100)
    return [
      "adding": lengths.map { falls(runs(.lstm, $0)) + falls(runs(.rnn, $0)) + lowest($0) },
      "better": (better * 100).rounded(.up),
      "best-50": lowest(50)[0],
      "yardsticks": lengths.flatMap { length in
        [AddingCell.lstm, .rnn].compactMap { measured.yardstick(of: $0, length: length) }
      },
    ]
  }

  private static func gates(in folder: PackageFolder) throws -> PageValues.List {
    let runs = try AddingGates.seeds.map { try AddingGates(seed: $0, in: folder) }
    let (first, opened) = (runs[0], runs[0].carrier)
    let (means, plateau) = (first.means(), first.gates[opened.look - 1])
    let rest = runs.map { run in
      run.without.enumerated().filter { $0.offset != run.carrier.unit }.map(\.element).max() ?? .nan
    }
    return [
      "gates.open": first.gates[first.gates.count - 1][opened.unit],
      "gates.mean": [means[0], means[opened.look - 1]], "gates.top": plateau.max() ?? .nan,
      "gates.carrier": [
        1_000 / AddingGates.interval, opened.look - 4, opened.look - 1, opened.look,
      ]
      .flatMap { look in
        [first.gates[look][opened.unit], Double(look * AddingGates.interval)]
      },
      "gates.without": first.without[opened.unit],
      "gates.elsewhere": runs.dropFirst().map { $0.without[$0.carrier.unit] },
      "gates.others": rest.max() ?? .nan,
    ]
  }

  /// Runs with other settings than the experiment's.
  private static func settings(in folder: PackageFolder) throws -> PageValues.List {
    let faster = try AddingMeasurements("07-adding-rate-0.01", in: folder)
    let lstm = faster.runs(of: .lstm, length: 100)
    let open = try AddingMeasurements("07-adding-rate-0.01-bias-3", in: folder)
      .runs(of: .lstm, length: 100)
    let sooner = zip(lstm, open).count { ($1.fall ?? .max) < ($0.fall ?? .max) }
    return [
      "faster": falls(lstm), "open-seeds": open.count, "open": falls(open), "sooner": sooner,
      "live.length": AddingLive.length, "live.low": AddingLive.low,
      "live.longest": AddingLive.longest,
    ]
  }

  /// The first and the last fall of some runs; nothing where none falls.
  private static func falls(_ runs: [AddingMeasurements.Run]) -> [Double] {
    let steps = runs.compactMap(\.fall)
    return [steps.min(), steps.max()].compactMap { $0.map(Double.init) }
  }
}

extension AddingMeasurements.Run {
  /// The updates after which the error is first below a hundredth; nil where it never is.
  fileprivate var fall: Int? {
    errors.firstIndex { $0 < 0.01 }.map { $0 * AddingExperiment.interval }
  }
}
