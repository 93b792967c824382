import Course
import Foundation
import Laboratory
import LinearAlgebra
import Tagging

/// The values of chapter 15, "Names".
enum Chapter15Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    hand.merging(tables(try Measurements(NamesRuns.file, in: folder))) { $1 }
  }

  // MARK: By hand

  /// New York, with the tags O, B and I.
  private static var hand: PageValues.List {
    let chain = Chain(
      transitions: [[0, 0, -.infinity], [0, 0, 1], [0, 0, 0]], start: [[0, 0, -.infinity]])
    let emissions: Matrix = [[2, 1, 0], [0, 1, 2]]
    let (total, sums) = (chain.logPartition(emissions), chain.forward(emissions))
    let gradients = chain.gradients(emissions, tags: [1, 2])
    return [
      "partition": exp(total), "probability": exp(4 - total),
      "log-partition": total, "sum-O": sums[1, 0], "sum-B": sums[1, 1],
      "share": 1 + gradients.emissions[0, 1], "slope": gradients.emissions[0, 0],
    ]
  }

  // MARK: Tables

  private static func tables(_ file: Measurements) -> PageValues.List {
    func sorted(_ way: NamesWay, _ place: Int, misled: Int = 10) -> [Double] {
      NamesRuns.runs(way, misled: misled, file).map { $0[place] }.sorted()
    }
    func row(_ way: NamesWay) -> [Double] {
      let f1 = sorted(way, 1)
      return [sorted(way, 4)[2], sorted(way, 0)[2], f1[2], f1[0], f1[4], sorted(way, 5)[2]]
    }
    return [
      "ways": NamesWay.allCases.map(row),
      "misled": [NamesWay.aheadLetters, .aheadChain, .bothLetters, .bothChain].map {
        (way: NamesWay) in
        [sorted(way, 1)[2], sorted(way, 1, misled: 40)[2]]
      },
      "words-of-names": Names.known.all.count, "outside": 100 * outside,
    ]
  }

  /// The share of the test's words that are in no name.
  private static var outside: Double {
    let tags = NameLesson.test(of: Names.unseen).flatMap(\.tags)
    return Double(tags.count { $0 == .outside }) / Double(tags.count)
  }
}
