import CourseTesting
import Forecasting
import LinearAlgebra
import XCTest

/// Exercise 17.8: a band that keeps its promise.
final class BandTests: ExerciseTestCase {
  private struct Case {
    var band: Band
    var targets: Matrix
    var share: Double

    /// How far outside each target lies; below 0 where it is inside.
    func misses(lower: Bool = true, upper: Bool = true) -> [Double] {
      targets.values.indices.map { place in
        let below = band.lower.values[place] - targets.values[place]
        let above = targets.values[place] - band.upper.values[place]
        return lower && upper ? max(below, above) : lower ? below : above
      }
    }

    /// The smallest of some margins that is enough for a share of them.
    func smallest(_ margins: [Double], _ share: Double) -> Double {
      var best = Double.infinity
      for margin in margins where margin < best {
        let held = margins.count { $0 <= margin }
        if Double(held) / Double(margins.count) >= share { best = margin }
      }
      return best
    }

    var right: Double { smallest(misses(), share) }

    func beside(_ places: Int) -> Double {
      let sorted = misses().sorted()
      let place = (sorted.firstIndex(of: right) ?? 0) + places
      return sorted[min(sorted.count - 1, max(0, place))]
    }
  }

  private func expectMargin(_ it: Case, line: UInt = #line) {
    let outside = it.misses().filter { $0 > 0 }
    let (below, above) = (it.misses(upper: false), it.misses(lower: false))
    expect(
      it.band.margin(toHold: it.share, of: it.targets), "margin that holds \(it.share)",
      equals: it.right,
      mistakes: [
        .neverFurtherIn: max(0, it.right),
        .oneTooFew: it.beside(-1), .oneTooMany: it.beside(1),
        .holdsAll: it.misses().max() ?? .nan,
        .onlyTheMissed: outside.isEmpty ? it.right : it.smallest(outside, it.share),
        .upperEdgeOnly: it.smallest(above, it.share),
        .lowerEdgeOnly: it.smallest(below, it.share),
        .nearerEdge: it.smallest(zip(below, above).map { min($0, $1) }, it.share),
        .shareOutside: it.smallest(it.misses(), 1 - it.share),
        .signTurned: -it.right,
      ], line: line)
  }

  private func random(
    rows: Int, columns: Int, width: Double, share: Double, using generator: inout SeededGenerator
  ) -> Case {
    let centre = Matrix.normal(rows: rows, columns: columns, using: &generator)
    let edge = Matrix.uniform(rows: rows, columns: columns, in: 0.5...1.5, using: &generator)
    return Case(
      band: Band(lower: centre - edge * width, upper: centre + edge * (0.7 * width)),
      targets: centre + .normal(rows: rows, columns: columns, using: &generator), share: share)
  }

  func test_17_8_theWorkedExample() {
    // Chapter 17: of five targets, the band 10 to 14 misses by −2, −1, 0.5, 1.5 and 3.
    let band = Band(
      lower: Matrix(column: [10, 10, 10, 10, 10]), upper: Matrix(column: [14, 14, 14, 14, 14]))
    let targets = Matrix(column: [12, 13, 9.5, 15.5, 17])
    expect(band.margin(toHold: 0.8, of: targets), "margin that holds 0.8", equals: 1.5)
    expectMargin(Case(band: band, targets: targets, share: 0.8))
  }

  func test_17_8_aBandThatIsTooNarrow() {
    trials(10) { generator in
      expectMargin(random(rows: 10, columns: 2, width: 0.3, share: 0.75, using: &generator))
    }
  }

  func test_17_8_aBandThatIsTooWide() {
    trials(10) { generator in
      expectMargin(random(rows: 8, columns: 2, width: 4, share: 0.5, using: &generator))
    }
  }

  func test_17_8_noLessThanTheShare() {
    // 7 of 10 are too few for 0.75.
    trials(10) { generator in
      expectMargin(random(rows: 10, columns: 1, width: 0.5, share: 0.75, using: &generator))
    }
  }

  func test_17_8_allOfThem() {
    trials(5) { generator in
      expectMargin(random(rows: 6, columns: 1, width: 0.5, share: 1, using: &generator))
    }
  }
}
