import { testQuarter } from './quarter/live-through.js';

testQuarter('postgres');
