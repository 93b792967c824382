import Course
import Foundation
import Laboratory
import LinearAlgebra
import Regularisation

/// The values of chapter 12, "Overfitting"; those of its experiments were measured by
/// `course dev overfitting`.
enum Chapter12Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let sentences = try Measurements(OverfittingMeasurement.file, in: folder)
    let places = try Measurements(AddingPlaces.file, in: folder)
    func row(_ name: String, _ kind: String = "result") -> [Double] {
      let numbers = sentences["\(name) \(kind)"]
      return [0, 1, 2, 4].map { numbers[$0] }
    }
    let names = OverfittingMeasurement.methods.map(\.name)
    let ends = AddingPlaces.all.map { name, _ in
      (1...AddingPlaces.seeds).map { places["\(name) \($0)"].last ?? .nan }.sorted()
    }
    func one(_ ending: String) -> [Double] {
      (1...AddingPlaces.seeds).map { places["cell-one \($0)\(ending)"].last ?? .nan }.sorted()
    }
    return [
      "methods": [row("nothing"), row("nothing", "stopped")] + names.dropFirst().map { row($0) },
      "methods.stopped": sentences["nothing updates"],
      "places": ends.map { [$0[0], $0[$0.count - 1]] },
      "one-masked": one(" masked"), "one-bare": one(""),
      "survives": exp(25 * log(0.75)), "grown": exp(25 * log(4.0 / 3)),
      "vocabulary": Opinions.vocabulary.count,
      "baseline": AddingExperiment.testBaseline(length: 50),
      "plain": 0.4 + 0.5 * tanh(0.6), "masked": 0.4 + 0.5 * tanh(1.2),
      "step": [
        [0.4, 0.4 + 0.5 * tanh(1.2)], [0.4, 0.4 + tanh(0.6)],
        [0.5 * tanh(0.6), 0.8 + 0.5 * tanh(0.6)],
      ],
      "divided-mean": sentences.number("divided"), "together-mean": sentences.number("together"),
      "losses": [row("nothing")[2], row("decay")[2]], "fickle": row("nothing")[3],
      "nothing-acc": row("nothing")[0],
      "helped": [row("cell-each")[0], row("candidate-each")[0]],
      "eighty-acc": row("eighty")[0], "more": row("more")[0],
      "true-end-mean": sentences.number("true-end"),
      "shuffled-end-mean": sentences.number("shuffled-end"),
      "ten-true": [sentences["true training"][10], sentences["true validation"][10]],
      "ten-shuffled": [
        sentences["shuffled training"][10], sentences["shuffled validation"][10],
      ],
    ]
  }
}
