import Classification
import Course
import Foundation
import Laboratory
import LinearAlgebra

/// The values of chapter 14, "Opinions"; those of its experiments were measured by
/// `course dev opinions`.
enum Chapter14Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let measured = try Measurements(OpinionsMeasurement.file, in: folder)
    let strong = try TrainedReviewers(in: folder).reviewers[0]
    // Each adjective behind two times "not", which praises or blames as the adjective does.
    let twice = Reviews.vocabulary.compactMap { word -> Review? in
      guard let words = Reviews.symbols(of: "it was not not \(word)") else { return nil }
      return Reviews.verdict(of: words).map { Review(words: words, isPraise: $0) }
    }
    let blamed = strong.logits(twice.batch).values.count { $0 < 0 }
    return hand.merging(experiments(measured)) { $1 }
      .merging(["notnot": [blamed, twice.count]]) { $1 }
  }

  /// The unit of the page: what it holds and shows after each word.
  private static var hand: PageValues.List {
    let (keeps, drops) = (sigmoid(4.0), sigmoid(-4.0))
    let written = tanh(2.0) / 2
    let cells = [written, drops * written, keeps * drops * written - written]
    let shown = cells.map { tanh($0) }
    let (mean, largest) = (shown.reduce(0, +) / 3, shown.max() ?? .nan)
    return [
      "written": written, "keeps": keeps, "drops": drops,
      "cells": (0..<3).map { [Double($0 + 1), cells[$0], shown[$0], -cells[$0], -shown[$0]] },
      "summaries": [
        [shown[2], -shown[2]], [mean, -mean], [largest, -(shown.min() ?? .nan)],
      ],
      "probability": sigmoid(2.0), "surprises": [log(1 + exp(-2)), log(1 + exp(2))],
      "clamped": -log(1e-7), "everything": 2 * 0.01 / 1.01,
      "faded": exp(20 * log(sigmoid(1.0))), "one": sigmoid(1.0),
    ]
  }

  private static func experiments(_ measured: Measurements) -> PageValues.List {
    let ends = OpinionsMeasurement.series.map { name in
      Chapter14Figures.mean({ "\(name) \($0)" }, measured).last ?? .nan
    }
    func row(_ name: String) -> [Double] {
      let numbers = measured[name]
      return [2, 4, 6, 8].map { numbers[$0] }
    }
    func shares(_ readout: Readout) -> [Double] {
      [0, 1].flatMap { place in
        let all = (1...OpinionsMeasurement.longSeeds).map {
          measured["\(readout.rawValue) \($0)"][place]
        }
        let mean = all.reduce(0, +) / Double(all.count)
        return [mean, all.min() ?? .nan, all.max() ?? .nan]
      }
    }
    /// The updates after which every twin is judged rightly.
    let learnt = (1...OpinionsMeasurement.seeds).map { seed in
      let run = measured["lstm twins \(seed)"]
      return Double(TwinExperiment.interval * (run.firstIndex { $0 == 1 } ?? -1))
    }
    return [
      "twins": [[ends[0], ends[1]], [ends[2], ends[3]]],
      "complaints": ["half", "chosen", "cheated"].map(row),
      "threshold": measured["chosen"][0],
      "readouts": Readout.allCases.map(shares),
      "fresh": [measured["fresh"].min() ?? .nan, measured["fresh"].max() ?? .nan],
      "updates": [learnt.min() ?? .nan, learnt.max() ?? .nan],
    ]
  }
}
