import CourseTesting
import VanillaRNN

final class RNNCellTests: ExerciseTestCase {}
