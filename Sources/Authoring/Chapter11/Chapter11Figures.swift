import Course
import Laboratory
import LinearAlgebra
import Plots
import WordVectors

/// The figures of chapter 11, "Words as vectors".
enum Chapter11Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    [
      Figure(name: "11-map", map),
      Figure(name: "11-needs", needs(try Measurements("11-farm", in: folder))),
    ]
  }

  private static var map: PointMap {
    var lesson = SkipGramLesson(
      counts: FarmExperiment.counts(seed: 1), settings: SkipGramSettings(), seed: 1)
    let places = wordMap(lesson.finished().words)
    // A direction has no sign: the young stand above.
    let (dog, puppy) = (Farm.symbol(of: "dog") ?? 0, Farm.symbol(of: "puppy") ?? 0)
    let up = places[puppy, 1] > places[dog, 1] ? 1.0 : -1
    let classes: [WordClass] = [.animal, .verb, .place, .food, .quality, .thing]
    return PointMap(
      title: "A map of the farm's words",
      description:
        "Points in a plane, coloured by class. Places lie together on the right and foods "
        + "on the left. Young animals, what they do and what they are like stand above, grown ones "
        + "and theirs below. Milk is above water, and the ball is above the bell.",
      groups: classes.map { kind in
        let words = Farm.words.indices.filter { Farm.classes[$0] == kind }
        return (
          kind.rawValue, words.map { (Farm.words[$0], places[$0, 0], up * places[$0, 1]) }
        )
      },
      first: [
        "puppy", "dog", "kitten", "cat", "milk", "water", "ball", "bell", "plays", "works", "small",
        "old", "kennel", "meat", "eats", "chases", "stable",
      ])
  }

  /// What the classes need, and what the analogies.
  private static func needs(_ farm: Measurements) -> SmallMultiples {
    func lines(_ names: [(x: Double, name: String)]) -> [Series] {
      [("in the class", 0), ("analogies", 3), ("without the base", 6)].map { name, column in
        Series(name: name, points: names.map { (x: $0.x, y: farm[$0.name][column]) })
      }
    }
    return SmallMultiples(
      title: "Classes come cheap, analogies do not",
      description:
        "Two panels, in per cent. With two numbers a word, half of the nearest words are of "
        + "the class; with four, nearly all; analogies are found from twelve numbers on. From 1,000 "
        + "words of text two thirds are of the class; analogies need 10,000.",
      panels: [
        .lines(
          "numbers a word", x: Axis(label: "numbers a word", scale: .logarithmic, range: 2...32),
          y: Axis(label: "per cent", range: 0...100),
          lines([
            (2, "size-2"), (4, "size-4"), (8, "size-8"), (12, "size-12"), (16, "skip-gram"),
            (32, "size-32"),
          ]), labelling: .legend),
        .lines(
          "words of text",
          x: Axis(label: "words of text", scale: .logarithmic, range: 1_000...30_000),
          y: Axis(label: "per cent", range: 0...100),
          lines([
            (1_000, "text-1000"), (3_000, "text-3000"), (10_000, "text-10000"),
            (30_000, "skip-gram"),
          ]), labelling: .legend),
      ], columns: 2)
  }
}
